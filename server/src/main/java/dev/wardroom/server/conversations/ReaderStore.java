package dev.wardroom.server.conversations;

import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// SQL of members and of their devices' places.
final class ReaderStore {
  /// A device's place, open or closed.
  ///
  /// @param until position up to which it reads; [Long#MAX_VALUE] while open
  record Reader(
      DeviceId device,
      UserId user,
      int slot,
      long from,
      long acked,
      long until,
      boolean retention) {}

  /// A member as the log has it, or the retention user.
  ///
  /// @param startEntry log number of the entry that added it last
  record MemberRow(UserId user, Hash32 rootKeyHash, boolean retention, long startEntry) {}

  private static final Sql MEMBERS =
      Sql.of(
          """
          select user_id, root_key_hash, retention, start_entry from member
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql MEMBER =
      Sql.of(
          """
          select start_entry from member
          where network_id = :network and conversation_id = :conversation and user_id = :user
          """);
  private static final Sql IS_RETENTION =
      Sql.of(
          """
          select 1 from member
          where network_id = :network and conversation_id = :conversation and user_id = :user
            and retention = 1
          """);
  private static final Sql OPEN_PLACES =
      Sql.of(
          """
          select conversation_id from reader
          where network_id = :network and device_id = :device and until_number is null
          """);
  private static final Sql ADD_MEMBER =
      Sql.of(
          """
          insert into member (network_id, conversation_id, user_id, root_key_hash, retention,
            start_entry)
          values (:network, :conversation, :user, :root, :retention, :entry)
          """);
  private static final Sql CHANGE_ROOT =
      Sql.of(
          """
          update member set root_key_hash = :root
          where network_id = :network and conversation_id = :conversation and user_id = :user
          """);
  private static final Sql REMOVE_MEMBER =
      Sql.of(
          """
          delete from member
          where network_id = :network and conversation_id = :conversation and user_id = :user
          """);
  private static final Sql OF_USER =
      Sql.of(
          """
          select conversation_id from member
          where network_id = :network and user_id = :user and conversation_id > :after
          order by conversation_id limit :limit
          """);
  private static final Sql SUMMARIES =
      Sql.of(
          """
          select c.kind, c.head_number, c.head_entry, c.head_hash, c.audience_epoch, c.epoch_at,
            c.deleted_at, m.conversation_id, m.start_entry, r.from_number, r.acked
          from member m
          join conversation c
            on c.network_id = m.network_id and c.conversation_id = m.conversation_id
          join reader r on r.network_id = m.network_id and r.conversation_id = m.conversation_id
            and r.device_id = :device
          where m.network_id = :network and m.user_id = :user and m.conversation_id > :after
          order by m.conversation_id limit :limit
          """);
  private static final Sql COUNT_OF_USER =
      Sql.of("select count(*) from member where network_id = :network and user_id = :user");
  private static final Sql SHARE_DIRECT =
      Sql.of("select 1 from direct_pair where network_id = :network and pair = :pair");
  private static final String READER =
      """
      select device_id, user_id, slot, from_number, acked, until_number, retention from reader
      where network_id = :network and conversation_id = :conversation
      """;
  private static final Sql READERS = Sql.of(READER);
  private static final Sql OF_DEVICE = Sql.of(READER + " and device_id = :device");
  private static final Sql OPEN =
      Sql.of(
          """
          insert into reader (network_id, conversation_id, device_id, user_id, slot, from_number,
            acked, retention)
          values (:network, :conversation, :device, :user, :slot, :from, :acked, :retention)
          on conflict (network_id, conversation_id, device_id)
            do update set until_number = null, closed_at = null,
              retention = excluded.retention
          """);
  private static final Sql CLOSE_USER =
      Sql.of(
          """
          update reader set until_number = :until, closed_at = :now
          where network_id = :network and conversation_id = :conversation and user_id = :user
            and until_number is null
          """);
  private static final Sql CLOSE_DEVICE =
      Sql.of(
          """
          update reader set until_number = 0, closed_at = coalesce(closed_at, :now)
          where network_id = :network and device_id = :device
            and (until_number is null or until_number > 0)
          """);
  private static final Sql CLOSE_ALL =
      Sql.of(
          """
          update reader set until_number = :until, closed_at = :now
          where network_id = :network and conversation_id = :conversation and until_number is null
          """);
  private static final Sql RELEASE_SLOTS =
      Sql.of(
          """
          delete from reader where network_id = :network and conversation_id = :conversation
            and closed_at < :closed and acked >= until_number and until_number < :floor
          """);

  List<MemberRow> members(Tx tx, Audience.Name name) {
    return named(tx, MEMBERS, name)
        .list(row ->
            new MemberRow(
                UserId.of(row.bytes(1)),
                new Hash32(Bytes.of(row.bytes(2))),
                row.flag(3),
                row.number(4)));
  }

  /// Log number of the entry that added this member last; empty when the user is not a member.
  Optional<Long> startEntry(Tx tx, Audience.Name name, UserId user) {
    return named(tx, MEMBER, name).set("user", user.toArray()).find(row -> row.number(1));
  }

  boolean isRetention(Tx tx, Audience.Name name, UserId user) {
    return named(tx, IS_RETENTION, name).set("user", user.toArray()).find(row -> true).isPresent();
  }

  /// Conversations in which a device has an open place.
  Set<ConversationId> openPlaces(Tx tx, NetworkId network, DeviceId device) {
    Set<ConversationId> open = new HashSet<>();
    tx.with(OPEN_PLACES)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .each(row -> open.add(ConversationId.of(row.bytes(1))));
    return open;
  }

  void addMember(Tx tx, Audience.Name name, MemberRow member) {
    named(tx, ADD_MEMBER, name)
        .set("user", member.user().toArray())
        .set("root", member.rootKeyHash().toArray())
        .set("retention", member.retention())
        .set("entry", member.startEntry())
        .updateOne();
  }

  void changeRoot(Tx tx, Audience.Name name, UserId user, Hash32 rootKeyHash) {
    named(tx, CHANGE_ROOT, name)
        .set("user", user.toArray())
        .set("root", rootKeyHash.toArray())
        .updateOne();
  }

  void removeMember(Tx tx, Audience.Name name, UserId user) {
    named(tx, REMOVE_MEMBER, name).set("user", user.toArray()).updateOne();
  }

  List<ConversationId> ofUser(Tx tx, NetworkId network, UserId user, byte[] after, int limit) {
    return tx.with(OF_USER)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("after", after)
        .set("limit", limit)
        .list(row -> ConversationId.of(row.bytes(1)));
  }

  /// Conversations of a user as one of the devices sees them, by id; one query for the whole page.
  List<Conversations.Summary> summaries(Tx tx, Caller caller, byte[] after, int limit) {
    return tx.with(SUMMARIES)
        .set("network", caller.network().toArray())
        .set("user", caller.user().toArray())
        .set("device", caller.device().toArray())
        .set("after", after)
        .set("limit", limit)
        .list(row ->
            new Conversations.Summary(
                ConversationId.of(row.bytes(8)),
                ConversationStore.row(row),
                row.number(9),
                row.number(10),
                row.number(11)));
  }

  long countOfUser(Tx tx, NetworkId network, UserId user) {
    return tx.with(COUNT_OF_USER)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .one(row -> row.number(1));
  }

  boolean shareDirect(Tx tx, NetworkId network, byte[] pair) {
    return tx.with(SHARE_DIRECT)
        .set("network", network.toArray())
        .set("pair", pair)
        .find(row -> true)
        .isPresent();
  }

  List<Reader> readers(Tx tx, Audience.Name name) {
    return named(tx, READERS, name).list(ReaderStore::reader);
  }

  Optional<Reader> reader(Tx tx, Audience.Name name, DeviceId device) {
    return named(tx, OF_DEVICE, name).set("device", device.toArray()).find(ReaderStore::reader);
  }

  /// A new place, or a closed one opened again with its cursor where it was.
  void open(Tx tx, Audience.Name name, Audience.Place place, long from) {
    named(tx, OPEN, name)
        .set("device", place.device().toArray())
        .set("user", place.user().toArray())
        .set("slot", place.slot())
        .set("from", from)
        .set("acked", from - 1)
        .set("retention", place.retention())
        .updateOne();
  }

  /// The user left: the devices read to the end of what they were in for.
  void closeUser(Tx tx, Audience.Name name, UserId user, long until, long now) {
    named(tx, CLOSE_USER, name)
        .set("user", user.toArray())
        .set("until", until)
        .set("now", now)
        .update();
  }

  /// The device is gone for good and reads nothing more, anywhere: not even what it was still to
  /// read where its user had left before.
  void closeDevice(Tx tx, NetworkId network, DeviceId device, long now) {
    tx.with(CLOSE_DEVICE)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("now", now)
        .update();
  }

  void closeAll(Tx tx, Audience.Name name, long until, long now) {
    named(tx, CLOSE_ALL, name).set("until", until).set("now", now).update();
  }

  /// Forgets closed places whose last item is gone, so that their slots may be given again.
  int releaseSlots(Tx tx, Audience.Name name, long floor, long closedBefore) {
    return named(tx, RELEASE_SLOTS, name).set("floor", floor).set("closed", closedBefore).update();
  }

  /// Slots taken, by open places and by closed ones that still rest.
  BitSet slots(Tx tx, Audience.Name name) {
    BitSet taken = new BitSet();
    readers(tx, name).forEach(reader -> taken.set(reader.slot()));
    return taken;
  }

  private static Query named(Tx tx, Sql sql, Audience.Name name) {
    return tx.with(sql)
        .set("network", name.network().toArray())
        .set("conversation", name.conversation().toArray());
  }

  private static Reader reader(Row row) {
    return new Reader(
        DeviceId.of(row.bytes(1)),
        UserId.of(row.bytes(2)),
        row.count(3),
        row.number(4),
        row.number(5),
        row.isNull(6) ? Long.MAX_VALUE : row.number(6),
        row.flag(7));
  }
}
