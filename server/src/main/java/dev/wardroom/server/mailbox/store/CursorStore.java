package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import java.util.List;
import java.util.Optional;

/// SQL of the cursors in the readers' rows: how far each device has read.
public final class CursorStore {
  /// A conversation in which something waits for a device.
  ///
  /// @param acked the cursor
  /// @param until the last position that is the device's to read
  public record Backlog(Audience.Name name, int slot, long acked, long until, boolean retention) {}

  private static final String BACKLOG =
      """
      select r.network_id, r.conversation_id, r.slot, r.acked,
        case when r.until_number < c.head_number then r.until_number else c.head_number end,
        r.retention
      from reader r join conversation c
        on c.network_id = r.network_id and c.conversation_id = r.conversation_id
      where r.network_id = :network and r.device_id = :device
      """;
  private static final Sql BACKLOGS =
      Sql.of(
          BACKLOG
              + """
               and r.acked < c.head_number
                and (r.until_number is null or r.acked < r.until_number)
              order by case when c.kind = 1 then 0 else 1 end, r.conversation_id limit :limit
              """);
  private static final Sql ONE = Sql.of(BACKLOG + " and r.conversation_id = :conversation");
  private static final Sql ADVANCE =
      Sql.of(
          """
          update reader set acked = :number
          where network_id = :network and conversation_id = :conversation and device_id = :device
            and acked < :number and acked >= :least and :number <=
              (select head_number from conversation c where c.network_id = reader.network_id
                and c.conversation_id = reader.conversation_id)
          """);
  private static final Sql FLOOR =
      Sql.of(
          """
          select min(acked) from reader
          where network_id = :network and conversation_id = :conversation
            and (until_number is null or acked < until_number)
          """);
  private static final Sql RETENTION_FLOOR =
      Sql.of(
          """
          select min(acked) from reader
          where network_id = :network and conversation_id = :conversation and retention = 1
            and (until_number is null or acked < until_number)
          """);
  private static final Sql PASS_GONE =
      Sql.of(
          """
          update reader
          set acked = case when until_number < :gone then until_number else :gone end
          where network_id = :network and conversation_id = :conversation and acked < :gone
            and (until_number is null or acked < until_number)
          """);
  private static final Sql HEADS =
      Sql.of(
          """
          select network_id, conversation_id, head_number from conversation
          where network_id > :network or (network_id = :network and conversation_id > :conversation)
          order by network_id, conversation_id limit :limit
          """);

  /// Where something waits, direct conversations first.
  public List<Backlog> backlogs(Tx tx, NetworkId network, DeviceId device, int limit) {
    return tx.with(BACKLOGS)
        .set("network", network.bytes().unsafeArray())
        .set("device", device.bytes().unsafeArray())
        .set("limit", limit)
        .list(CursorStore::backlog);
  }

  /// The device's place in one conversation, whether something waits or not.
  public Optional<Backlog> backlog(Tx tx, Audience.Name name, DeviceId device) {
    return named(tx.with(ONE), name)
        .set("device", device.bytes().unsafeArray())
        .find(CursorStore::backlog);
  }

  /// Moves a cursor forward; never back, and never past the head. In the batch of the commit.
  ///
  /// @param from the cursor moves only if it stands right before this or later; 0 = wherever it is
  public void advanceLater(Tx tx, Audience.Name name, DeviceId device, long from, long number) {
    tx.later(
        ADVANCE,
        query ->
            named(query, name)
                .set("device", device.bytes().unsafeArray())
                .set("least", from - 1)
                .set("number", number));
  }

  /// Nothing lies at or before this position any more: cursors that stand before it pass it, so
  /// that a device that never comes back holds neither its slot nor leases.
  public void passGone(Tx tx, Audience.Name name, long gone) {
    named(tx.with(PASS_GONE), name).set("gone", gone).update();
  }

  /// Everything up to here was read by all who had to. Empty when nobody reads any more.
  public Optional<Long> floor(Tx tx, Audience.Name name) {
    return named(tx.with(FLOOR), name)
        .find(row -> row.isNull(1) ? -1L : row.number(1))
        .filter(n -> n >= 0);
  }

  /// Up to here retention has read; empty when no retention device reads here.
  public Optional<Long> retentionFloor(Tx tx, Audience.Name name) {
    return named(tx.with(RETENTION_FLOOR), name)
        .find(row -> row.isNull(1) ? -1L : row.number(1))
        .filter(number -> number >= 0);
  }

  /// A conversation and its newest position.
  public record Head(Audience.Name name, long number) {}

  /// A page of all conversations, by id.
  public List<Head> heads(Tx tx, byte[] afterNetwork, byte[] afterConversation, int limit) {
    return tx.with(HEADS)
        .set("network", afterNetwork)
        .set("conversation", afterConversation)
        .set("limit", limit)
        .list(row ->
            new Head(
                new Audience.Name(NetworkId.of(row.bytes(1)), ConversationId.of(row.bytes(2))),
                row.number(3)));
  }

  private static Query named(Query query, Audience.Name name) {
    return query
        .set("network", name.network().bytes().unsafeArray())
        .set("conversation", name.conversation().bytes().unsafeArray());
  }

  private static Backlog backlog(dev.wardroom.server.kernel.db.Row row) {
    return new Backlog(
        new Audience.Name(NetworkId.of(row.bytes(1)), ConversationId.of(row.bytes(2))),
        row.count(3),
        row.number(4),
        row.number(5),
        row.flag(6));
  }
}
