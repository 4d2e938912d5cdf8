package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// SQL of leases and their records.
public final class LeaseStore {
  /// A lease that is over, and the last position that can name it.
  public record Over(Audience.Name name, LeaseId lease) {}

  private static final Sql CREATE =
      Sql.of(
          """
          insert into lease (network_id, conversation_id, lease_id, device_id, one_message, ends_at,
            claimed)
          values (:network, :conversation, :lease, :device, :one, :ends, :claimed)
          """);
  private static final Sql FIND =
      Sql.of(
          """
          select device_id, one_message, ends_at, first_sequence, claimed from lease
          where network_id = :network and conversation_id = :conversation and lease_id = :lease
          """);

  /// A lease for one message is over with it: no later message can name it. The head has the
  /// message's position by then, because the heads of a commit are written before.
  private static final Sql USE =
      Sql.of(
          """
          update lease set first_sequence = :sequence,
            last_number = case when one_message = 1 then
              (select head_number from conversation c where c.network_id = lease.network_id
                and c.conversation_id = lease.conversation_id) end
          where network_id = :network and conversation_id = :conversation and lease_id = :lease
          """);

  private static final Sql SHARDS =
      Sql.of(
          """
          select shard, records from lease_shard
          where network_id = :network and conversation_id = :conversation and lease_id = :lease
          """);
  private static final Sql SHARD =
      Sql.of(
          """
          select records from lease_shard
          where network_id = :network and conversation_id = :conversation and lease_id = :lease
            and shard = :shard
          """);
  private static final Sql SAVE_SHARD =
      Sql.of(
          """
          insert into lease_shard (network_id, conversation_id, lease_id, shard, records)
          values (:network, :conversation, :lease, :shard, :records)
          on conflict (network_id, conversation_id, lease_id, shard)
            do update set records = lease_shard.records || excluded.records
          """);
  private static final Sql ENDED =
      Sql.of(
          """
          select network_id, conversation_id, lease_id from lease
          where last_number is null and ends_at < :now order by ends_at limit :limit
          """);
  private static final Sql SETTLE =
      Sql.of(
          """
          update lease set last_number =
            (select head_number from conversation c
             where c.network_id = lease.network_id and c.conversation_id = lease.conversation_id)
          where network_id = :network and conversation_id = :conversation and lease_id = :lease
          """);
  private static final Sql DROP_SHARDS =
      Sql.of(
          """
          delete from lease_shard where network_id = :network and conversation_id = :conversation
            and lease_id in (select lease_id from lease where network_id = :network
              and conversation_id = :conversation and last_number <= :floor)
          """);
  private static final Sql DROP =
      Sql.of(
          """
          delete from lease where network_id = :network and conversation_id = :conversation
            and last_number <= :floor
          """);

  /// A lease to be.
  ///
  /// @param endsAt milliseconds since epoch
  public record Fresh(
      LeaseId id, DeviceId owner, boolean oneMessage, long endsAt, ClaimedPrekeys claimed) {}

  public void create(Tx tx, Audience.Name name, Fresh lease) {
    named(tx.with(CREATE), name, lease.id())
        .set("device", lease.owner().bytes().unsafeArray())
        .set("one", lease.oneMessage())
        .set("ends", lease.endsAt())
        .set("claimed", lease.claimed().encode())
        .updateOne();
  }

  /// The lease with the slots that have a record.
  public Optional<Lease> find(Tx tx, Audience.Name name, LeaseId lease) {
    BitSet recorded = new BitSet();
    named(tx.with(SHARDS), name, lease).each(row -> recorded.or(LeaseRecords.slots(row.bytes(2))));
    return named(tx.with(FIND), name, lease)
        .find(row ->
            new Lease(
                DeviceId.of(row.bytes(1)),
                row.flag(2),
                row.number(3),
                row.number(4),
                recorded,
                Optional.ofNullable(row.bytesOrNull(5)).map(ClaimedPrekeys::decode)));
  }

  /// The owner's first message in the lease.
  public void use(Tx tx, Audience.Name name, LeaseId lease, long sequence) {
    tx.later(USE, query -> named(query, name, lease).set("sequence", sequence));
  }

  /// Adds records, by slot.
  public void save(Tx tx, Audience.Name name, LeaseId lease, SortedMap<Integer, byte[]> records) {
    LeaseRecords.shards(records)
        .forEach((shard, packed) ->
            tx.later(
                SAVE_SHARD,
                query -> named(query, name, lease).set("shard", shard).set("records", packed)));
  }

  /// The record of one device slot.
  public Optional<byte[]> record(Tx tx, Audience.Name name, LeaseId lease, int slot) {
    return named(tx.with(SHARD), name, lease)
        .set("shard", slot / Exchanges.SHARD_SLOTS)
        .find(row -> row.bytes(1))
        .flatMap(packed -> LeaseRecords.find(packed, slot));
  }

  public List<Over> ended(Tx tx, long now, int limit) {
    return tx.with(ENDED)
        .set("now", now)
        .set("limit", limit)
        .list(row ->
            new Over(
                new Audience.Name(NetworkId.of(row.bytes(1)), ConversationId.of(row.bytes(2))),
                LeaseId.of(row.bytes(3))));
  }

  /// The lease is over: no message after the present head can name it.
  public void settle(Tx tx, Over over) {
    named(tx.with(SETTLE), over.name(), over.lease()).update();
  }

  /// Forgets leases that no waiting message names any more.
  ///
  /// @param floor everything up to here is gone
  public int drop(Tx tx, Audience.Name name, long floor) {
    dropNamed(tx, DROP_SHARDS, name, floor);
    return dropNamed(tx, DROP, name, floor);
  }

  private static int dropNamed(Tx tx, Sql sql, Audience.Name name, long floor) {
    return tx.with(sql)
        .set("network", name.network().bytes().unsafeArray())
        .set("conversation", name.conversation().bytes().unsafeArray())
        .set("floor", floor)
        .update();
  }

  private static Query named(Query query, Audience.Name name, LeaseId lease) {
    return query
        .set("network", name.network().bytes().unsafeArray())
        .set("conversation", name.conversation().bytes().unsafeArray())
        .set("lease", lease.bytes().unsafeArray());
  }
}
