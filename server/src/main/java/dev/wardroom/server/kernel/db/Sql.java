package dev.wardroom.server.kernel.db;

import dev.wardroom.server.kernel.Check;
import java.util.ArrayList;
import java.util.List;

/// One SQL statement with named parameters, parsed once. Hold it in a `static final` field.
///
/// `:name` is a parameter, everywhere except inside quotes and comments. The text is PostgreSQL's
/// and SQLite's common ground; `for update` is allowed and left away on SQLite, where the one
/// writer makes it true anyway.
public final class Sql {
  private final String postgres;
  private final String sqlite;
  private final String[] names;

  private Sql(String positional, String[] names) {
    this.postgres = positional;
    this.sqlite = Dialect.SQLITE.rewritten(positional);
    this.names = names;
  }

  /// Parses a statement; throws [dev.wardroom.server.kernel.Bug] for an unclosed quote.
  public static Sql of(String text) {
    StringBuilder positional = new StringBuilder(text.length());
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = endOfLiteral(text, at);
      if (end > at) {
        positional.append(text, at, end);
        at = end;
        continue;
      }
      if (isParameter(text, at)) {
        int nameEnd = endOfName(text, at + 1);
        names.add(text.substring(at + 1, nameEnd));
        positional.append('?');
        at = nameEnd;
        continue;
      }
      positional.append(text.charAt(at));
      at++;
    }
    return new Sql(positional.toString(), names.toArray(String[]::new));
  }

  String text(Dialect dialect) {
    return switch (dialect) {
      case SQLITE -> sqlite;
      case POSTGRES -> postgres;
    };
  }

  /// Parameter names by position; a name may come twice.
  String[] names() {
    return names;
  }

  private static boolean isParameter(String text, int at) {
    return text.charAt(at) == ':'
        && at + 1 < text.length()
        && Character.isLetter(text.charAt(at + 1))
        && (at == 0 || text.charAt(at - 1) != ':');
  }

  private static int endOfName(String text, int from) {
    int at = from;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return at;
  }

  /// Where a quoted part or a comment that begins at `at` ends, or `at` when none begins there.
  private static int endOfLiteral(String text, int at) {
    char first = text.charAt(at);
    if (first == '\'' || first == '"') {
      int end = text.indexOf(first, at + 1);
      Check.that(end > 0, "a quote in an SQL text is not closed");
      return end + 1;
    }
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    return at;
  }
}
