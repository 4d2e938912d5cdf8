package dev.wardroom.server.networks.quotas;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.NetworkLimits;
import dev.wardroom.wire.id.NetworkId;
import java.util.List;

/// SQL of what administrators set. Stateless.
final class QuotaStore {
  /// A row.
  record Row(NetworkId network, int kept, long bytes) {}

  private static final Sql ALL =
      Sql.of("select network, kept, bytes from network_quota order by network, kept limit :limit");
  private static final Sql SET =
      Sql.of(
          """
          insert into network_quota (network, kept, bytes) values (:network, :kept, :bytes)
          on conflict (network, kept) do update set bytes = excluded.bytes
          """);

  private QuotaStore() {}

  static List<Row> all(Tx tx) {
    return tx.with(ALL)
        .set("limit", (long) NetworkLimits.NETWORKS_MAX * Kept.values().length)
        .list(row -> new Row(NetworkId.of(row.bytes(1)), row.count(2), row.number(3)));
  }

  static void set(Tx tx, NetworkId network, Kept kept, long bytes) {
    tx.with(SET)
        .set("network", network.toArray())
        .set("kept", kept.code())
        .set("bytes", bytes)
        .updateOne();
  }
}
