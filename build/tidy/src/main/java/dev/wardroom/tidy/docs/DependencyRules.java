package dev.wardroom.tidy.docs;

import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every library and build plugin has a reason, a licence and an answer to "what if it dies".
public final class DependencyRules {
  static final String TABLE = "docs/dependencies.md";

  private static final Pattern ARTIFACT =
      Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z][^`]*:[^`]+)`.*", Pattern.DOTALL);
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  /// What is kept out is no dependency.
  private static final Pattern EXCLUSIONS =
      Pattern.compile("<exclusions>.*?</exclusions>", Pattern.DOTALL);

  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
  private static final Pattern SECRET_MODULE = Pattern.compile(">wardroom-(core|client|cli)<");

  private DependencyRules() {}

  /// Each dependency of each pom.xml has its line in docs/dependencies.md, and no line is left
  // over.
  public static List<Violation> explained(SourceTree tree) {
    Set<String> used = new TreeSet<>();
    for (SourceFile pom : tree.files(file -> file.name().equals("pom.xml"))) {
      String plain = COMMENT.matcher(pom.text()).replaceAll("");
      Matcher matcher = ARTIFACT.matcher(EXCLUSIONS.matcher(plain).replaceAll(""));
      while (matcher.find()) {
        if (!matcher.group(1).equals("dev.wardroom")) {
          used.add(matcher.group(1) + ":" + matcher.group(2));
        }
      }
    }
    Set<String> explained = new TreeSet<>();
    List<Violation> violations = new ArrayList<>();
    List<String> lines = tree.file(TABLE).map(SourceFile::lines).orElse(List.of());
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        explained.add(row.group(1));
        if (line.split("\\|").length < 5) {
          violations.add(new Violation(TABLE, row.group(1) + " lacks a column"));
        }
      }
    }
    used.stream()
        .filter(artifact -> !explained.contains(artifact))
        .forEach(artifact ->
            violations.add(
                new Violation(TABLE, "no line for " + artifact + " (why, licence, if it dies)")));
    explained.stream()
        .filter(artifact -> !used.contains(artifact))
        .forEach(artifact ->
            violations.add(new Violation(TABLE, artifact + " is used by no pom.xml any more")));
    return violations;
  }

  /// The server cannot decrypt because it cannot compile it: the modules with secrets are there for
  /// its tests only.
  public static List<Violation> serverWithoutSecrets(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (SourceFile pom : tree.files(file -> file.path().equals("server/pom.xml"))) {
      Matcher dependency = DEPENDENCY.matcher(COMMENT.matcher(pom.text()).replaceAll(""));
      while (dependency.find()) {
        String text = dependency.group();
        if (SECRET_MODULE.matcher(text).find() && !text.contains("<scope>test</scope>")) {
          violations.add(new Violation(pom.path(), "a module with secrets outside test scope"));
        }
      }
    }
    return violations;
  }
}
