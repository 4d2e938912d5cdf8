package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `wardroom doctor` finds, the documents explain.
public final class DoctorRules {
  static final String PAGE = "docs/operate/troubleshooting.md";

  private static final Pattern FINDING =
      Pattern.compile("Finding\\s*\\.(?:good|warning|wrong)\\(\\s*\"([a-z-]+)\"");

  private DoctorRules() {}

  /// Each check of the doctor is on the page.
  public static List<Violation> explained(SourceTree tree) {
    Set<String> checks = new TreeSet<>();
    for (SourceFile file : tree.files(SourceFile::isMainJava)) {
      Matcher finding = FINDING.matcher(file.text());
      while (finding.find()) {
        checks.add(finding.group(1));
      }
    }
    String page = tree.file(PAGE).map(SourceFile::text).orElse("");
    return checks.stream()
        .filter(check -> !page.contains("`" + check + "`"))
        .map(check -> new Violation(PAGE, "does not explain the doctor's " + check))
        .toList();
  }
}
