package dev.wardroom.server.networks;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import java.util.List;
import java.util.Optional;

/// SQL of network statements.
final class StatementStore {
  private static final Sql INSERT =
      Sql.of(
          """
          insert into network_statement (network, version, signed, published_at)
          values (:network, :version, :signed, :now)
          on conflict (network, version) do nothing
          """);
  private static final Sql FROM =
      Sql.of(
          """
          select signed from network_statement
          where network = :network and version >= :from order by version limit :limit
          """);
  private static final Sql NEWEST =
      Sql.of(
          """
          select signed from network_statement
          where network = :network order by version desc limit 1
          """);

  private StatementStore() {}

  /// False when somebody else's of this version came first.
  static boolean insert(Tx tx, NetworkId network, long version, byte[] signed, long now) {
    return tx.with(INSERT)
            .set("network", network.toArray())
            .set("version", version)
            .set("signed", signed)
            .set("now", now)
            .update()
        == 1;
  }

  static List<byte[]> from(Tx tx, NetworkId network, long version, int limit) {
    return tx.with(FROM)
        .set("network", network.toArray())
        .set("from", version)
        .set("limit", limit)
        .list(row -> row.bytes(1));
  }

  static Optional<byte[]> newest(Tx tx, NetworkId network) {
    return tx.with(NEWEST).set("network", network.toArray()).find(row -> row.bytes(1));
  }
}
