package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import java.util.HashMap;
import java.util.Map;

/// SQL of how many bytes wait. Each conversation's row carries its own count, changed in the
/// conversation's turn together with the items; a network's is their sum.
public final class ByteCounts {
  private static final Sql ADD =
      Sql.of(
          """
          update conversation set waiting_bytes = waiting_bytes + :delta
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql UP_TO =
      Sql.of(
          """
          select
            coalesce((select sum(coalesce(length(body), 0) + coalesce(length(slots), 0)) from item
              where network_id = :network and conversation_id = :conversation
                and number >= :from and number <= :until), 0)
            + coalesce((select sum(length(slots)) from exchange_shard
              where network_id = :network and conversation_id = :conversation
                and number >= :from and number <= :until), 0)
          """);
  private static final Sql COUNTED =
      Sql.of(
          """
          select waiting_bytes from conversation
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql TOTALS =
      Sql.of(
          """
          select network_id, cast(sum(waiting_bytes) as bigint) from conversation
          group by network_id
          """);
  private static final Sql ARCHIVES =
      Sql.of(
          """
          select b.network_id,
            cast(sum(coalesce(length(i.body), 0) + coalesce(length(i.slots), 0)) as bigint)
          from (select r.network_id, r.conversation_id, min(r.acked) as acked from reader r
            where r.retention = 1 and r.until_number is null
            group by r.network_id, r.conversation_id) b
          join item i on i.network_id = b.network_id and i.conversation_id = b.conversation_id
            and i.number > b.acked
          group by b.network_id
          """);

  public void add(Tx tx, Audience.Name name, long delta) {
    if (delta != 0) {
      named(tx.with(ADD), name).set("delta", delta).update();
    }
  }

  /// Bytes from one position to another, both included.
  public long between(Tx tx, Audience.Name name, long from, long until) {
    return named(tx.with(UP_TO), name)
        .set("from", from)
        .set("until", until)
        .one(row -> row.number(1));
  }

  /// Counts a conversation anew.
  ///
  /// @return by how many bytes its count was changed
  public long recount(Tx tx, Audience.Name name) {
    long before = named(tx.with(COUNTED), name).find(row -> row.number(1)).orElse(0L);
    long delta = between(tx, name, 0, Long.MAX_VALUE) - before;
    add(tx, name, delta);
    return delta;
  }

  /// What waits, by network.
  public Map<NetworkId, Long> totals(Tx tx) {
    return byNetwork(tx, TOTALS);
  }

  /// What waits for retention, by network.
  public Map<NetworkId, Long> archives(Tx tx) {
    return byNetwork(tx, ARCHIVES);
  }

  private static Map<NetworkId, Long> byNetwork(Tx tx, Sql sql) {
    Map<NetworkId, Long> sums = new HashMap<>();
    tx.with(sql).each((Row row) -> sums.put(NetworkId.of(row.bytes(1)), row.number(2)));
    return sums;
  }

  private static Query named(Query query, Audience.Name name) {
    return query
        .set("network", name.network().bytes().unsafeArray())
        .set("conversation", name.conversation().bytes().unsafeArray());
  }
}
