package dev.wardroom.tidy.java;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import dev.wardroom.tidy.SourceFile;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Names that say nothing. Say what it is: `Mailbox`, `Outbox`, `KeyDirectory`.
public final class NameRules {
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Impl", "Data",
          "Info");

  /// Words of the documentation that contain an empty one: the data folder is what people type.
  private static final Set<String> KNOWN_NAMES = Set.of("DataFolder");

  private static final Set<String> EMPTY_PACKAGES =
      Set.of("util", "utils", "helper", "helpers", "common", "base", "impl", "misc", "model");
  private static final Pattern EMPTY_METHOD = Pattern.compile("process|handle|do([A-Z].*)?");
  private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private NameRules() {}

  /// No class with an empty word in its name, no package called after one.
  public static List<Violation> classes(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (ParsedJava java : ParsedJava.of(tree, SourceFile::isMainJava)) {
      for (String part : java.packageName().split("\\.", -1)) {
        if (EMPTY_PACKAGES.contains(part)) {
          violations.add(new Violation(java.file().path(), "package name '" + part + "'"));
        }
      }
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
          for (String word : WORDS.split(type.getSimpleName())) {
            if (EMPTY_WORDS.contains(word)
                && !KNOWN_NAMES.contains(type.getSimpleName().toString())) {
              violations.add(
                  new Violation(
                      java.file().at(java.firstLine(type)),
                      "'" + word + "' in " + type.getSimpleName() + " says nothing"));
            }
          }
          return super.visitClass(type, null);
        }
      }.scan(java.unit(), null);
    }
    return violations;
  }

  /// No method called `process`, `handle` or `do…`, unless a library's interface demands it.
  /// Without parameters `handle` is a noun.
  public static List<Violation> methods(SourceTree tree) {
    List<Violation> violations = new ArrayList<>();
    for (ParsedJava java : ParsedJava.of(tree, SourceFile::isMainJava)) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          String name = method.getName().toString();
          boolean noun = name.equals("handle") && method.getParameters().isEmpty();
          if (EMPTY_METHOD.matcher(name).matches() && !noun && !overrides(method)) {
            violations.add(
                new Violation(
                    java.file().at(java.firstLine(method)), "method name '" + name + "'"));
          }
          return super.visitMethod(method, null);
        }
      }.scan(java.unit(), null);
    }
    return violations;
  }

  private static boolean overrides(MethodTree method) {
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      if (annotation.getAnnotationType().toString().equals("Override")) {
        return true;
      }
    }
    return false;
  }
}
