package dev.wardroom.server.kernel.db;

import java.util.Optional;

/// When the store was filled from a backup: a row of `job`, a table that no backup contains.
public final class RestoreMark {
  /// Sets the mark; its one parameter is the time in milliseconds since epoch.
  public static final String INSERT =
      "insert into job (kind, key, due_at, lease_until) values ('restored', '', ?, 0)";

  private static final Sql FIND =
      Sql.of("select due_at from job where kind = 'restored' and key = ''");

  private RestoreMark() {}

  /// Milliseconds since epoch; empty for a store that never lost anything.
  public static Optional<Long> find(Tx tx) {
    return tx.with(FIND).find(row -> row.number(1));
  }
}
