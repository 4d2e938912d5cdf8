package dev.wardroom.tidy.java;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Files, methods, parameter lists and packages that no longer fit in a head.
public final class SizeRules {
  static final int FILE_LINES_MAX = 500;
  static final int METHOD_LINES_MAX = 70;
  static final int PACKAGE_FILES_MAX = 15;

  /// Packages that were larger before the rule: none may be added, and none may grow. An entry goes
  /// when its package has been split.
  private static final Map<String, Integer> RATCHET =
      Map.of(
          "cli/src/main/java/dev/wardroom/cli/commands", 16,
          "client/src/main/java/dev/wardroom/client/session", 17,
          "server/src/main/java/dev/wardroom/server/directory", 17,
          "server/src/main/java/dev/wardroom/server/files/blobs", 17,
          "server/src/main/java/dev/wardroom/server/networks", 16);

  private SizeRules() {}

  /// No source file over 500 lines.
  public static List<Violation> files(SourceTree tree) {
    return tree.files(file -> file.path().matches(".*\\.(java|sh|proto|sql)")).stream()
        .filter(file -> file.text().lines().count() > FILE_LINES_MAX)
        .map(file ->
            new Violation(
                file.path(),
                file.text().lines().count() + " lines, at most " + FILE_LINES_MAX + ": split it"))
        .toList();
  }

  /// No method over 70 lines, from its first modifier to its closing brace.
  public static List<Violation> methods(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (ParsedJava java : ParsedJava.of(tree, file -> true)) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          long lines = java.lastLine(method) - java.firstLine(method) + 1;
          if (lines > METHOD_LINES_MAX) {
            violations.add(
                new Violation(
                    java.file().at(java.firstLine(method)),
                    method.getName() + " has " + lines + " lines, at most " + METHOD_LINES_MAX));
          }
          return super.visitMethod(method, null);
        }
      }.scan(java.unit(), null);
    }
    return violations;
  }

  /// No package of more than 15 files: a bigger one is two rooms. Tests count by themselves.
  public static List<Violation> packages(SourceTree tree) {
    Map<String, Long> sizes =
        tree.files(file -> file.path().endsWith(".java")).stream()
            .filter(file -> !file.name().equals("package-info.java"))
            .filter(SourceFile::isMainJava)
            .collect(
                Collectors.groupingBy(SourceFile::folder, TreeMap::new, Collectors.counting()));
    return sizes.entrySet().stream()
        .filter(size -> size.getValue() > filesMax(size.getKey()))
        .map(size ->
            new Violation(
                size.getKey(), size.getValue() + " files, at most " + filesMax(size.getKey())))
        .toList();
  }

  private static int filesMax(String folder) {
    return RATCHET.getOrDefault(folder, PACKAGE_FILES_MAX);
  }
}
