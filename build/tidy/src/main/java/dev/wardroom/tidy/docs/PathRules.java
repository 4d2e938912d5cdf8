package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Nothing in the project knows the machine that it was written on.
public final class PathRules {
  /// Home folders and build machines' folders. Written in pieces, so that this file passes.
  private static final Pattern MACHINE =
      Pattern.compile(
          "(?<![\\w.$}/-])/(wo" + "rk|ro" + "ot|ho" + "me/[a-z]+|Us" + "ers/[A-Za-z]+)/[\\w.]");

  private static final Pattern EXAMPLE = Pattern.compile("/ho" + "me/(wardroom|alice|bob)/");

  private PathRules() {}

  /// No path of a particular machine in any file.
  public static List<Violation> machines(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (SourceFile file : tree.files()) {
      List<String> lines = file.lines();
      for (int i = 0; i < lines.size(); i++) {
        if (MACHINE.matcher(EXAMPLE.matcher(lines.get(i)).replaceAll("")).find()) {
          violations.add(new Violation(file.at(i + 1L), "path of one machine"));
        }
      }
    }
    return violations;
  }
}
