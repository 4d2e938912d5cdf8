package dev.wardroom.tidy.schema;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Client authors read the schema before anything else.
public final class SchemaComments {
  private static final Pattern RPC = Pattern.compile("^\\s*rpc (\\w+)\\(.*");

  private SchemaComments() {}

  /// Each method says above itself what it is for.
  public static List<Violation> methods(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (SourceFile file : tree.files(f -> f.path().endsWith(".proto"))) {
      List<String> lines = file.lines();
      for (int i = 1; i < lines.size(); i++) {
        Matcher rpc = RPC.matcher(lines.get(i));
        if (rpc.matches() && !lines.get(i - 1).strip().startsWith("//")) {
          violations.add(new Violation(file.at(i + 1L), rpc.group(1) + " has no comment"));
        }
      }
    }
    return violations;
  }
}
