package dev.wardroom.tidy.pages;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.tidy.SourceTree;
import dev.wardroom.tidy.java.ParsedJava;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `docs/operate/limits.md`: every constant of every `…Limits` class, with its value as it runs and
/// the words that stand above it in the source.
final class LimitsPage {
  private static final String HEAD =
      """
      # Limits

      Every size, queue, wait and list has a name and a value. What is full refuses with a reason and, where waiting helps, with a retry time; nothing hangs. This page is made from the code (`make docs`).

      Limits with a key can be moved in the configuration, within their bounds; the others are part of the protocol or of the design.
      """;

  private final List<Limit> movable = new ArrayList<>();
  private final StringBuilder text = new StringBuilder(HEAD);

  LimitsPage(SourceTree tree) {
    for (ParsedJava java :
        ParsedJava.of(tree, file -> file.isMainJava() && file.name().endsWith("Limits.java"))) {
      section(java);
    }
  }

  String text() {
    return text.toString();
  }

  /// Those that the configuration may move, in the order of this page.
  List<Limit> movable() {
    return List.copyOf(movable);
  }

  private void section(ParsedJava java) {
    String name = java.packageName() + "." + java.file().name().replace(".java", "");
    List<String> rows = new ArrayList<>();
    for (Tree type : java.unit().getTypeDecls()) {
      for (Tree member : ((ClassTree) type).getMembers()) {
        if (member instanceof VariableTree variable) {
          row(java, variable, field(name, variable.getName().toString()), rows);
        }
      }
    }
    if (!rows.isEmpty()) {
      text.append("\n## ").append(room(java)).append("\n\n");
      text.append("| limit | value | may be set to | what it is |\n| --- | --- | --- | --- |\n");
      rows.forEach(row -> text.append(row).append('\n'));
    }
  }

  private void row(ParsedJava java, VariableTree variable, Field field, List<String> rows) {
    boolean constant =
        Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
    if (!constant) {
      return;
    }
    Object value = value(field);
    if (value instanceof Limit limit) {
      movable.add(limit);
      rows.add(
          "| `limits.%s` | %s | %s to %s | %s |"
              .formatted(
                  limit.name(),
                  number(limit.fallback()) + " " + limit.unit(),
                  number(limit.min()),
                  number(limit.max()),
                  limit.doc()));
    } else if (value instanceof Number || value instanceof Duration) {
      rows.add(
          "| %s | %s | | %s |"
              .formatted(
                  words(field.getName()), shown(field.getName(), value), comment(java, variable)));
    }
  }

  /// The doc comment above a constant, as one line.
  private static String comment(ParsedJava java, VariableTree variable) {
    List<String> lines = java.file().lines();
    StringBuilder comment = new StringBuilder();
    for (int i = (int) java.firstLine(variable) - 2; i >= 0; i--) {
      String line = lines.get(i).strip();
      if (!line.startsWith("///")) {
        break;
      }
      comment.insert(0, line.substring(3).strip() + " ");
    }
    return comment
        .toString()
        .strip()
        .replaceAll("\\[#?([A-Za-z_#.]+)\\]", "`$1`")
        .replace("|", "\\|");
  }

  private static String room(ParsedJava java) {
    String name = java.file().name().replace("Limits.java", "");
    String module = java.packageName().replace("dev.wardroom.", "");
    return module + (name.isEmpty() ? "" : " · " + name);
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace("_millis", "").replace('_', ' ');
  }

  private static String shown(String name, Object value) {
    if (value instanceof Duration duration) {
      return duration(duration);
    }
    long number = ((Number) value).longValue();
    if (name.contains("MILLIS")) {
      return duration(Duration.ofMillis(number));
    }
    boolean bytes = name.contains("BYTES") && number >= 1024 && number % 1024 == 0;
    if (bytes) {
      return number % (1 << 20) == 0
          ? number(number >> 20) + " MiB"
          : number(number >> 10) + " KiB";
    }
    return number(number);
  }

  private static String duration(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return number(duration.toMillis()) + " ms";
    }
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0 && seconds > 0) {
      return number(seconds / 86_400) + " d";
    }
    if (seconds % 3600 == 0 && seconds > 0) {
      return number(seconds / 3600) + " h";
    }
    return seconds % 60 == 0 && seconds > 0
        ? number(seconds / 60) + " min"
        : number(seconds) + " s";
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static Field field(String type, String name) {
    try {
      Field field = Class.forName(type).getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + "." + name, e);
    }
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field.toString(), e);
    }
  }
}
