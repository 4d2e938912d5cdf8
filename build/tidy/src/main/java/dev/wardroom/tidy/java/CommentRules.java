package dev.wardroom.tidy.java;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Notes to oneself do not stay in the code.
public final class CommentRules {
  private static final Pattern NOTE = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
  private static final Pattern NOTE_WITH_ISSUE =
      Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b ?\\(#\\d+\\)");
  private static final Pattern MOCKING = Pattern.compile("org\\.(mockito|easymock|powermock)\\b");

  private CommentRules() {}

  /// No open note without the number of an issue: `TODO (#12)`.
  public static List<Violation> openNotes(SourceTree tree) {
    return find(tree, ".*\\.(java|proto|sql|sh)", NOTE, NOTE_WITH_ISSUE, "without an issue number");
  }

  /// Tests use real parts and hand-written fakes.
  public static List<Violation> mocking(SourceTree tree) {
    Pattern never = Pattern.compile("(?!)");
    return find(tree, ".*\\.java|.*pom\\.xml", MOCKING, never, "mocking library");
  }

  private static List<Violation> find(
      SourceTree tree, String paths, Pattern bad, Pattern allowed, String why) {
    List<Violation> violations = new ArrayList<>();
    for (SourceFile file : tree.files(f -> f.path().matches(paths) && !isRule(f))) {
      List<String> lines = file.lines();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (bad.matcher(line).find() && !allowed.matcher(line).find()) {
          violations.add(new Violation(file.at(i + 1L), line.strip() + " (" + why + ")"));
        }
      }
    }
    return violations;
  }

  /// The rules themselves and their tests name what they forbid.
  private static boolean isRule(SourceFile file) {
    return file.path().startsWith("build/tidy/");
  }
}
