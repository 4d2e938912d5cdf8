package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SQL of what waits: items and their exchanges.
public final class ItemStore {
  private static final byte[] NOTHING = new byte[0];

  /// Names the conversation's row as the sender's cache has it: when it is another, the commit
  /// finds no row, and the group runs again from the database.
  private static final Sql ADVANCE =
      Sql.of(
          """
          update conversation set head_number = :number, waiting_bytes = waiting_bytes + :bytes
          where network_id = :network and conversation_id = :conversation
            and head_number = :before and audience_epoch = :epoch and deleted_at is null
          """);

  private static final Sql APPEND =
      Sql.of(
          """
          insert into item (network_id, conversation_id, number, kind, message_id, sender_user,
            sender_device, sequence, digest, accepted_at, expires_at, leases, slots, body)
          values (:network, :conversation, :number, :kind, :message, :user, :device, :sequence,
            :digest, :accepted, :expires, :leases, :slots, :body)
          """);
  private static final Sql APPEND_SHARD =
      Sql.of(
          """
          insert into exchange_shard (network_id, conversation_id, number, shard, slots)
          values (:network, :conversation, :number, :shard, :slots)
          """);
  private static final String COLUMNS =
      """
      select i.number, i.kind, i.message_id, i.sender_user, i.sender_device, i.sequence,
        i.accepted_at, i.expires_at, i.leases,
      """;
  private static final Sql READ_FIRST =
      Sql.of(
          COLUMNS
              + """
               i.slots, i.body from item i
              where i.network_id = :network and i.conversation_id = :conversation
                and i.number > :after and i.number <= :until
              order by i.number limit :limit
              """);
  private static final Sql READ_SHARD =
      Sql.of(
          COLUMNS
              + """
               s.slots, i.body from item i left join exchange_shard s
                on s.network_id = i.network_id and s.conversation_id = i.conversation_id
                and s.number = i.number and s.shard = :shard
              where i.network_id = :network and i.conversation_id = :conversation
                and i.number > :after and i.number <= :until
              order by i.number limit :limit
              """);
  private static final Sql OLDEST =
      Sql.of(
          """
          select number, accepted_at from item
          where network_id = :network and conversation_id = :conversation
          order by number limit 1
          """);
  private static final Sql BY_MESSAGE =
      Sql.of(
          """
          select number, sender_user from item
          where network_id = :network and conversation_id = :conversation
            and message_id = :message and kind = 1
          order by number limit 1
          """);
  private static final Sql GONE =
      Sql.of(
          """
          update item set kind = :kind, expires_at = null, leases = null, slots = null, body = null
          where network_id = :network and conversation_id = :conversation and number = :number
            and kind = 1
          """);
  private static final Sql GONE_SHARDS =
      Sql.of(
          """
          delete from exchange_shard
          where network_id = :network and conversation_id = :conversation and number = :number
          """);
  private static final Sql EXPIRED =
      Sql.of(
          """
          select network_id, conversation_id, number from item
          where expires_at is not null and expires_at <= :now
          order by expires_at limit :limit
          """);
  private static final Sql GONE_BUT_KEPT =
      Sql.of(
          """
          update item set kind = :kind, expires_at = null
          where network_id = :network and conversation_id = :conversation and number = :number
            and kind = 1
          """);
  private static final Sql EMPTY_KEPT =
      Sql.of(
          """
          update item set leases = null, slots = null, body = null
          where network_id = :network and conversation_id = :conversation
            and kind > 2 and body is not null
            and number <= coalesce(
              (select min(acked) from reader r where r.network_id = item.network_id
                and r.conversation_id = item.conversation_id and r.retention = 1
                and (r.until_number is null or r.acked < r.until_number)), number)
          """);
  private static final Sql EMPTIED =
      Sql.of(
          """
          select emptied_number from conversation
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql SET_EMPTIED =
      Sql.of(
          """
          update conversation set emptied_number = :number
          where network_id = :network and conversation_id = :conversation
          """);
  private static final Sql DELETE_OLDER =
      Sql.of(
          """
          delete from item where network_id = :network and conversation_id = :conversation
            and number <= :until and kind <> 1 and accepted_at < :before
          """);
  private static final Sql AGED =
      Sql.of(
          """
          select number, kind, accepted_at from item
          where network_id = :network and conversation_id = :conversation
            and number > :after and number <= :until
          order by number limit :limit
          """);
  private static final Sql DELETE =
      Sql.of(
          """
          delete from item where network_id = :network and conversation_id = :conversation
            and number <= :number
          """);
  private static final Sql DELETE_SHARDS =
      Sql.of(
          """
          delete from exchange_shard where network_id = :network
            and conversation_id = :conversation and number <= :number
          """);

  /// A place that expired.
  public record Place(Audience.Name name, long number) {}

  /// The oldest waiting item of a conversation.
  public record Oldest(long number, long acceptedAt) {}

  /// Gives the next position, provided that the conversation is as the caller believes.
  ///
  /// @param bytes of the item that takes the position, for the conversation's count
  public void advance(Tx tx, Audience.Name name, long number, long epoch, long bytes) {
    tx.laterOne(
        ADVANCE,
        query ->
            named(query, name)
                .set("number", number)
                .set("before", number - 1)
                .set("epoch", epoch)
                .set("bytes", bytes));
  }

  public void append(Tx tx, Audience.Name name, WaitingItem item, byte @Nullable [] digest) {
    tx.later(APPEND, query -> filled(named(query, name), item, digest));
  }

  /// The same at once, for entries, whose transaction reads what it wrote.
  public void appendNow(Tx tx, Audience.Name name, WaitingItem item) {
    filled(named(tx.with(APPEND), name), item, null).updateOne();
  }

  private static Query filled(Query query, WaitingItem item, byte @Nullable [] digest) {
    query
        .set("number", item.number())
        .set("kind", item.kind().code())
        .set("message", item.messageId() == null ? null : item.messageId().bytes().unsafeArray())
        .set("user", item.senderUser() == null ? null : item.senderUser().bytes().unsafeArray())
        .set(
            "device",
            item.senderDevice() == null ? null : item.senderDevice().bytes().unsafeArray())
        .set("sequence", item.sequence())
        .set("digest", digest)
        .set("accepted", item.acceptedAt())
        .set("leases", item.leases())
        .set("slots", item.slots())
        .set("body", item.body());
    return item.expiresAt() == 0
        ? query.setNoNumber("expires")
        : query.set("expires", item.expiresAt());
  }

  public void appendShard(Tx tx, Audience.Name name, long number, int shard, byte[] slots) {
    tx.later(
        APPEND_SHARD,
        query -> named(query, name).set("number", number).set("shard", shard).set("slots", slots));
  }

  /// Items in order, with the exchanges of one shard.
  public List<WaitingItem> read(
      Tx tx, Audience.Name name, int shard, long after, long until, int limit) {
    Query query = tx.with(shard == 0 ? READ_FIRST : READ_SHARD);
    if (shard != 0) {
      query.set("shard", shard);
    }
    return named(query, name)
        .set("after", after)
        .set("until", until)
        .set("limit", limit)
        .list(ItemStore::item);
  }

  public Optional<Oldest> oldest(Tx tx, Audience.Name name) {
    return named(tx.with(OLDEST), name).find(row -> new Oldest(row.number(1), row.number(2)));
  }

  /// Position of a waiting message of a user's device; empty when none waits.
  public Optional<Long> find(Tx tx, Audience.Name name, MessageId message, UserId author) {
    return named(tx.with(BY_MESSAGE), name)
        .set("message", message.toArray())
        .find(row -> UserId.of(row.bytes(2)).equals(author) ? row.number(1) : 0)
        .filter(number -> number > 0);
  }

  /// The place stays, what was in it goes.
  public boolean empty(Tx tx, Audience.Name name, long number, WaitingItem.Kind why) {
    boolean emptied =
        named(tx.with(GONE), name).set("number", number).set("kind", why.code()).update() == 1;
    named(tx.with(GONE_SHARDS), name).set("number", number).update();
    return emptied;
  }

  /// Gone for everybody but the retention devices, which have not read it.
  public void keepForRetention(Tx tx, Audience.Name name, long number, WaitingItem.Kind why) {
    named(tx.with(GONE_BUT_KEPT), name).set("number", number).set("kind", why.code()).update();
  }

  /// Empties what was kept for retention devices once they have read it, or are no more.
  ///
  /// @return how many
  public int emptyKept(Tx tx, Audience.Name name) {
    return named(tx.with(EMPTY_KEPT), name).update();
  }

  /// Forgets places that were emptied long ago, and entries that everybody could have read.
  public int deleteOlder(Tx tx, Audience.Name name, long until, long before) {
    return named(tx.with(DELETE_OLDER), name).set("until", until).set("before", before).update();
  }

  public List<Place> expired(Tx tx, long now, int limit) {
    return tx.with(EXPIRED)
        .set("now", now)
        .set("limit", limit)
        .list(row ->
            new Place(
                new Audience.Name(NetworkId.of(row.bytes(1)), ConversationId.of(row.bytes(2))),
                row.number(3)));
  }

  /// An item's place and age.
  public record Aged(long number, WaitingItem.Kind kind, long acceptedAt) {}

  /// Places after one position up to another, in order.
  public List<Aged> aged(Tx tx, Audience.Name name, long after, long until, int limit) {
    return named(tx.with(AGED), name)
        .set("after", after)
        .set("until", until)
        .set("limit", limit)
        .list(row -> new Aged(row.number(1), WaitingItem.Kind.of(row.count(2)), row.number(3)));
  }

  /// Up to here no body waits.
  public long emptied(Tx tx, Audience.Name name) {
    return named(tx.with(EMPTIED), name).find(row -> row.number(1)).orElse(0L);
  }

  public void setEmptied(Tx tx, Audience.Name name, long number) {
    named(tx.with(SET_EMPTIED), name).set("number", number).updateOne();
  }

  /// Deletes everything up to a position.
  public int delete(Tx tx, Audience.Name name, long upTo) {
    named(tx.with(DELETE_SHARDS), name).set("number", upTo).update();
    return named(tx.with(DELETE), name).set("number", upTo).update();
  }

  private static Query named(Query query, Audience.Name name) {
    return query
        .set("network", name.network().bytes().unsafeArray())
        .set("conversation", name.conversation().bytes().unsafeArray());
  }

  private static WaitingItem item(Row row) {
    byte[] message = row.bytesOrNull(3);
    byte[] user = row.bytesOrNull(4);
    byte[] device = row.bytesOrNull(5);
    return new WaitingItem(
        row.number(1),
        WaitingItem.Kind.of(row.count(2)),
        message == null ? null : new MessageId(Bytes.wrap(message)),
        user == null ? null : UserId.of(user),
        device == null ? null : DeviceId.of(device),
        row.number(6),
        row.number(7),
        row.number(8),
        orNothing(row.bytesOrNull(9)),
        orNothing(row.bytesOrNull(10)),
        orNothing(row.bytesOrNull(11)));
  }

  private static byte[] orNothing(byte @Nullable [] bytes) {
    return bytes == null ? NOTHING : bytes;
  }

  /// Ids in the order of their indexes, 16 bytes each.
  public static byte[] packed(List<LeaseId> leases) {
    byte[] packed = new byte[leases.size() * LeaseId.LENGTH];
    for (int i = 0; i < leases.size(); i++) {
      System.arraycopy(
          leases.get(i).bytes().unsafeArray(), 0, packed, i * LeaseId.LENGTH, LeaseId.LENGTH);
    }
    return packed;
  }
}
