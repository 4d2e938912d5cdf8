package dev.wardroom.server.kernel.db;

import java.util.Map;
import java.util.regex.Pattern;

/// All that differs between the engines as far as SQL texts go. Nothing else asks which engine it
/// is.
public enum Dialect {
  SQLITE,
  POSTGRES;

  /// At the end of a statement, or of one in parentheses.
  private static final Pattern ROW_LOCK =
      Pattern.compile("\\bfor update\\s*(\\)|$)", Pattern.CASE_INSENSITIVE);

  /// What migrations write as `${bytes}` and so on.
  ///
  /// - `${bytes}`: the type of a byte string.
  /// - `${without_rowid}`: at the end of a `create table`: rows live in the primary key (SQLite).
  ///   Good for slim rows, three to four times slower for rows with a body inside.
  public Map<String, String> placeholders() {
    return switch (this) {
      case SQLITE -> Map.of("bytes", "blob", "without_rowid", "without rowid");
      case POSTGRES -> Map.of("bytes", "bytea", "without_rowid", "");
    };
  }

  /// The engine's own text of a statement.
  public String rewritten(String sql) {
    return switch (this) {
      case SQLITE -> withoutRowLock(sql);
      case POSTGRES -> sql;
    };
  }

  private static String withoutRowLock(String sql) {
    return ROW_LOCK.matcher(sql).replaceAll("$1");
  }
}
