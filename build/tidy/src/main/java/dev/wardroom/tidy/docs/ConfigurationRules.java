package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An administrator finds every key of the configuration in the documents. The example file is
/// itself proven complete by the server's own test.
public final class ConfigurationRules {
  static final String EXAMPLE = "docs/operate/wardroom.example.properties";
  static final String REFERENCE = "docs/operate/configuration.md";
  static final String LIMITS = "docs/operate/limits.md";

  private static final Pattern KEY = Pattern.compile("^#? ?([a-z][a-z0-9.-]*) ?=.*");

  private ConfigurationRules() {}

  /// Each key of the example file has a line in the reference.
  public static List<Violation> documented(SourceTree tree) {
    String reference =
        tree.file(REFERENCE).map(SourceFile::text).orElse("")
            + tree.file(LIMITS).map(SourceFile::text).orElse("");
    List<Violation> violations = new ArrayList<>();
    if (tree.file(EXAMPLE).isEmpty()) {
      violations.add(new Violation(EXAMPLE, "is missing"));
    }
    for (String line : tree.file(EXAMPLE).map(SourceFile::lines).orElse(List.of())) {
      Matcher key = KEY.matcher(line);
      if (key.matches() && !reference.contains("`" + key.group(1) + "`")) {
        violations.add(new Violation(REFERENCE, "does not explain " + key.group(1)));
      }
    }
    return violations;
  }
}
