package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;

/// Shell scripts stop at the first error, and changelog entries can be put together by a program.
public final class ScriptRules {
  private static final String ENTRY =
      "changelog\\.d/[a-z0-9-]+\\.(added|changed|fixed|security|operator)\\.md";

  private ScriptRules() {}

  /// `set -euo pipefail` in bash, `set -eu` in sh, before anything else is done.
  public static List<Violation> strict(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (SourceFile file : tree.files(f -> f.text().startsWith("#!"))) {
      String shebang = file.lines().getFirst();
      boolean bash = shebang.endsWith("bash");
      if (!bash && !shebang.endsWith("/sh")) {
        continue;
      }
      String wanted = bash ? "set -euo pipefail" : "set -eu";
      String first =
          file.lines().stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .findFirst()
              .orElse("");
      if (!first.startsWith(wanted)) {
        violations.add(new Violation(file.path(), "does not begin with " + wanted));
      }
    }
    return violations;
  }

  /// `<short-name>.<added|changed|fixed|security|operator>.md`, one sentence each.
  public static List<Violation> changelog(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (SourceFile file : tree.files(f -> f.path().startsWith("changelog.d/"))) {
      if (file.name().equals("README.md")) {
        continue;
      }
      if (!file.path().matches(ENTRY)) {
        violations.add(new Violation(file.path(), "name is not <short-name>.<kind>.md"));
      } else if (!file.text().strip().endsWith(".") || file.text().isBlank()) {
        violations.add(new Violation(file.path(), "is not a sentence"));
      }
    }
    return violations;
  }
}
