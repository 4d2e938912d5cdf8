package dev.wardroom.tidy.pages;

import dev.wardroom.server.kernel.config.ExampleFile;
import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The pages of docs/operate that are made from the code. `make docs` writes them, and a test
/// compares.
final class GeneratedPages {
  private static final String CONFIGURATION = "docs/operate/configuration.md";
  private static final String BEGIN = "<!-- keys:begin -->\n";
  private static final String END = "<!-- keys:end -->";

  private GeneratedPages() {}

  /// Path to text, as they ought to be.
  static Map<String, String> of(SourceTree tree) {
    Map<String, String> pages = new TreeMap<>();
    LimitsPage limits = new LimitsPage(tree);
    pages.put("docs/operate/limits.md", limits.text());
    pages.put("docs/operate/wardroom.example.properties", ExampleFile.properties(limits.movable()));
    String page = tree.file(CONFIGURATION).map(SourceFile::text).orElse(BEGIN + END);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    pages.put(CONFIGURATION, before + ExampleFile.markdown(List.of()) + after);
    return pages;
  }

  /// Writes them.
  public static void main(String[] arguments) throws IOException {
    Path root = SourceTree.projectRoot();
    for (Map.Entry<String, String> page : of(SourceTree.read(root)).entrySet()) {
      Files.writeString(root.resolve(page.getKey()), page.getValue());
      System.out.println(page.getKey());
    }
  }
}
