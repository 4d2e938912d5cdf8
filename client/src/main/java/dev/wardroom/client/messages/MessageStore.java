package dev.wardroom.client.messages;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Row;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of messages. Kinds and delivery states are stored by their place in the enum: both are
/// only added to at the end.
public final class MessageStore {

  /// What a conversation shows.
  private static final Set<MessageKind> SHOWN =
      EnumSet.of(
          MessageKind.TEXT,
          MessageKind.FILE,
          MessageKind.VOICE,
          MessageKind.LOCATION,
          MessageKind.CARD,
          MessageKind.MEMBERSHIP,
          MessageKind.UNDECRYPTABLE,
          MessageKind.GONE);

  /// What scripts listen to.
  private static final Set<MessageKind> ARRIVING =
      EnumSet.of(
          MessageKind.TEXT,
          MessageKind.FILE,
          MessageKind.VOICE,
          MessageKind.LOCATION,
          MessageKind.REACTION,
          MessageKind.EDIT,
          MessageKind.RECALL,
          MessageKind.UNDECRYPTABLE);

  /// What counts as unread.
  private static final Set<MessageKind> READABLE =
      EnumSet.of(
          MessageKind.TEXT,
          MessageKind.FILE,
          MessageKind.VOICE,
          MessageKind.LOCATION,
          MessageKind.UNDECRYPTABLE);

  private static final String CONTENT = "message.content";
  private static final String EDITED = "message.edited";
  private static final String LOCAL = "message.local";
  private static final String SECRET = "message.secret";

  private final Local local;

  public MessageStore(Local local) {
    this.local = local;
  }

  /// Saves a new row.
  ///
  /// @param item header, key, payload and signature as received; absent for what was not sent yet
  ///   and for log entries
  /// @param secret the message key, for message items
  /// @return its arrival
  public long insert(
      Tx tx, StoredMessage message, byte @Nullable [] item, byte @Nullable [] secret) {
    byte[] row = row(message.id(), message.device());
    tx.updateOne(
        """
        insert into message
          (message_id, conversation, number, sender_user, sender_device, own, here, sequence, digest,
           sent_at, accepted_at, ttl, burn, expires_at, kind, target, reply_to, delivery, starred,
           read_at, recalled, edited_at, mentions_me, warnings, item, secret, content, era)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          coalesce((select era from conversation where id = ?), 0))\
        """,
        message.id().toArray(),
        message.conversation().toArray(),
        message.number(),
        message.sender().toArray(),
        message.device().toArray(),
        message.own(),
        message.here(),
        message.sequence(),
        message.digest().map(Digest64::toArray).orElse(null),
        message.sentAt(),
        message.acceptedAt(),
        message.ttl(),
        message.burn(),
        message.expiresAt(),
        Codes.code(message.kind()),
        message.target().map(MessageId::toArray).orElse(null),
        message.replyTo().map(MessageId::toArray).orElse(null),
        Codes.code(message.delivery()),
        message.starred(),
        message.readAt(),
        message.recalled(),
        message.editedAt(),
        message.mentionsMe(),
        message.warnings(),
        item,
        secret == null ? null : local.vault().seal(SECRET, row, secret),
        message
            .content()
            .map(content -> local.vault().seal(CONTENT, row, content.toByteArray()))
            .orElse(null),
        message.conversation().toArray());
    return tx.number("select last_insert_rowid() as n");
  }

  public Optional<StoredMessage> find(Tx tx, MessageId id) {
    return tx.first(
        "select * from message where message_id = ? order by arrival limit 1",
        this::message,
        (Object) id.toArray());
  }

  public Optional<StoredMessage> find(Tx tx, MessageId id, DeviceId device) {
    return tx.first(
        "select * from message where message_id = ? and sender_device = ?",
        this::message,
        id.toArray(),
        device.toArray());
  }

  /// All that bear this id in a conversation: senders choose their ids, so that several devices may
  /// use one.
  public List<StoredMessage> withId(Tx tx, ConversationId conversation, MessageId id) {
    return tx.list(
        "select * from message where message_id = ? and conversation = ? order by arrival limit 16",
        this::message,
        id.toArray(),
        conversation.toArray());
  }

  public List<MessageId> idsBetween(Tx tx, byte[] from, byte[] to) {
    return tx.list(
        "select distinct message_id from message where message_id >= ? and message_id <= ? limit 3",
        row -> MessageId.of(row.bytes("message_id")),
        from,
        to);
  }

  /// A message that is history here from the start: no listener is told of it.
  public void markHistory(Tx tx, StoredMessage message) {
    tx.update("update message set here = 1 where arrival = ?", message.arrival());
  }

  /// What a conversation shows, newest first. Waiting messages (number 0) come last in the
  /// conversation.
  ///
  /// @param before only before this place; `Long.MAX_VALUE` for all
  public List<StoredMessage> shown(Tx tx, ConversationId conversation, Place before, int limit) {
    return tx.list(
        """
        select * from message
        where conversation = ? and kind in (%s)
          and (era, case when number = 0 then 9223372036854775807 else number end, arrival)
            < (coalesce((select era from message where arrival = ?), 9223372036854775807), ?, ?)
        order by era desc, case when number = 0 then 9223372036854775807 else number end desc,
          arrival desc
        limit ?\
        """
            .formatted(kinds(SHOWN)),
        this::message,
        conversation.toArray(),
        before.arrival(),
        before.number(),
        before.arrival(),
        limit);
  }

  /// A place in the order of a conversation.
  public record Place(long number, long arrival) {

    public static final Place END = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    public static Place of(StoredMessage message) {
      return new Place(
          message.number() == 0 ? Long.MAX_VALUE : message.number(), message.arrival());
    }
  }

  /// Everything with readable content, newest first, for searching and exporting.
  public List<StoredMessage> before(Tx tx, long arrival, int limit) {
    return tx.list(
        "select * from message where arrival < ? and kind in (%s) order by arrival desc limit ?"
            .formatted(kinds(SHOWN)),
        this::message,
        arrival,
        limit);
  }

  public List<StoredMessage> starred(Tx tx, int limit) {
    return tx.list(
        "select * from message where starred = 1 order by arrival desc limit ?",
        this::message,
        limit);
  }

  /// Received by this device (not sent from it), oldest first.
  public List<StoredMessage> arrivedAfter(Tx tx, long arrival, int limit) {
    return tx.list(
        "select * from message where arrival > ? and here = 0 and kind in (%s) order by arrival limit ?"
            .formatted(kinds(ARRIVING)),
        this::message,
        arrival,
        limit);
  }

  /// Reactions, edits and recalls of a message, in the conversation's order.
  public List<StoredMessage> about(Tx tx, MessageId target) {
    return tx.list(
        """
        select * from message where target = ?
        order by era, case when number = 0 then 9223372036854775807 else number end, arrival
        limit 5000\
        """,
        this::message,
        (Object) target.toArray());
  }

  public long unread(Tx tx, ConversationId conversation) {
    return tx.number(
        "select count(*) as n from message where conversation = ? and own = 0 and read_at = 0 and recalled = 0 and kind in (%s)"
            .formatted(kinds(READABLE)),
        (Object) conversation.toArray());
  }

  public boolean unreadMention(Tx tx, ConversationId conversation) {
    return tx.number(
            "select count(*) as n from message where conversation = ? and own = 0 and read_at = 0 and mentions_me = 1 and recalled = 0",
            (Object) conversation.toArray())
        > 0;
  }

  /// Unread messages of others up to a place.
  public List<StoredMessage> unreadUpTo(
      Tx tx, ConversationId conversation, long number, int limit) {
    return tx.list(
        "select * from message where conversation = ? and own = 0 and read_at = 0 and number <= ? and kind in (%s) order by number limit ?"
            .formatted(kinds(READABLE)),
        this::message,
        conversation.toArray(),
        number,
        limit);
  }

  public Optional<StoredMessage> newest(Tx tx, ConversationId conversation) {
    List<StoredMessage> newest = shown(tx, conversation, Place.END, 1);
    return newest.isEmpty() ? Optional.empty() : Optional.of(newest.getFirst());
  }

  /// The last message of a sending device.
  public Optional<StoredMessage> newestOf(Tx tx, ConversationId conversation, DeviceId device) {
    return tx.first(
        """
        select * from message where conversation = ? and sender_device = ? and kind <> ?
        order by era desc, number desc limit 1\
        """,
        this::message,
        conversation.toArray(),
        device.toArray(),
        Codes.code(MessageKind.MEMBERSHIP));
  }

  /// The server has it on disk.
  public void accepted(
      Tx tx,
      StoredMessage message,
      long number,
      long acceptedAt,
      Digest64 digest,
      long sequence,
      long expiresAt) {
    tx.update(
        """
        update message set number = ?, accepted_at = ?, digest = ?, sequence = ?, delivery = ?, expires_at = ?,
          era = coalesce((select era from conversation where id = message.conversation), 0)
        where arrival = ?\
        """,
        number,
        acceptedAt,
        digest.toArray(),
        sequence,
        Codes.code(DeliveryState.ACCEPTED),
        expiresAt,
        message.arrival());
  }

  public void saveItem(Tx tx, StoredMessage message, byte[] item, byte[] secret) {
    tx.update(
        "update message set item = ?, secret = ? where arrival = ?",
        item,
        local.vault().seal(SECRET, row(message.id(), message.device()), secret),
        message.arrival());
  }

  public Optional<byte[]> item(Tx tx, StoredMessage message) {
    return tx.first(
            "select item from message where arrival = ?",
            row -> Optional.ofNullable(row.bytesOrNull("item")),
            message.arrival())
        .flatMap(item -> item);
  }

  public Optional<byte[]> secret(Tx tx, StoredMessage message) {
    return tx.first(
            "select secret from message where arrival = ?",
            row -> Optional.ofNullable(row.bytesOrNull("secret")),
            message.arrival())
        .flatMap(sealed -> sealed)
        .map(sealed -> local.vault().open(SECRET, row(message.id(), message.device()), sealed));
  }

  public void setDelivery(Tx tx, MessageId id, DeliveryState delivery) {
    tx.update(
        "update message set delivery = ? where message_id = ? and own = 1",
        Codes.code(delivery),
        id.toArray());
  }

  public void setEdited(Tx tx, StoredMessage message, String text, long at) {
    tx.update(
        "update message set edited = ?, edited_at = ? where arrival = ?",
        local
            .vault()
            .seal(
                EDITED, row(message.id(), message.device()), text.getBytes(StandardCharsets.UTF_8)),
        at,
        message.arrival());
  }

  /// Nothing of the content stays, in its edits neither: they hold the whole new text.
  public void setRecalled(Tx tx, StoredMessage message) {
    Edits.delete(tx, message.id(), message.conversation(), message.sender());
    tx.update(
        """
        update message set recalled = 1, content = null, edited = null, item = null, secret = null,
          local = null, starred = 0
        where arrival = ?\
        """,
        message.arrival());
  }

  public void setLocalPath(Tx tx, StoredMessage message, String path) {
    tx.update(
        "update message set local = ? where arrival = ?",
        local
            .vault()
            .seal(
                LOCAL, row(message.id(), message.device()), path.getBytes(StandardCharsets.UTF_8)),
        message.arrival());
  }

  public void setStarred(Tx tx, StoredMessage message, boolean starred) {
    tx.update("update message set starred = ? where arrival = ?", starred, message.arrival());
  }

  /// Marks as read and starts the burn clock.
  public void setRead(Tx tx, StoredMessage message, long at) {
    tx.update(
        """
        update message set read_at = ?,
          expires_at = case
            when burn = 0 or own = 1 then expires_at
            when expires_at = 0 then ? + burn * 1000
            else min(expires_at, ? + burn * 1000) end
        where arrival = ? and read_at = 0\
        """,
        at,
        at,
        at,
        message.arrival());
  }

  /// A row that only stands for a message goes, because the message is here now: what was said of
  /// it stays.
  public void deleteStandIn(Tx tx, StoredMessage message) {
    tx.update(
        "delete from message where arrival = ? and kind = ?",
        message.arrival(),
        Codes.code(MessageKind.UNDECRYPTABLE));
  }

  /// The message goes with everything that was said of it: edits hold its text, reactions and
  /// recalls point at nothing.
  public void delete(Tx tx, StoredMessage message) {
    tx.update("delete from message where arrival = ?", message.arrival());
    tx.update(
        "delete from message where target = ? and conversation = ?",
        message.id().toArray(),
        message.conversation().toArray());
    tx.update("delete from receipt where message_id = ?", (Object) message.id().toArray());
    tx.update("delete from receipt_due where message_id = ?", (Object) message.id().toArray());
  }

  public List<StoredMessage> expired(Tx tx, long now, int limit) {
    return tx.list(
        "select * from message where expires_at > 0 and expires_at <= ? order by expires_at limit ?",
        this::message,
        now,
        limit);
  }

  public Optional<Long> nextExpiry(Tx tx) {
    return tx.first(
        "select expires_at as n from message where expires_at > 0 order by expires_at limit 1",
        row -> row.number("n"));
  }

  private static String kinds(Set<MessageKind> kinds) {
    return kinds.stream()
        .map(kind -> Integer.toString(Codes.code(kind)))
        .collect(Collectors.joining(","));
  }

  private static byte[] row(MessageId id, DeviceId device) {
    byte[] row = Arrays.copyOf(id.toArray(), 32);
    System.arraycopy(device.toArray(), 0, row, 16, 16);
    return row;
  }

  StoredMessage message(Row row) {
    MessageId id = MessageId.of(row.bytes("message_id"));
    DeviceId device = DeviceId.of(row.bytes("sender_device"));
    byte[] place = row(id, device);
    return new StoredMessage(
        row.number("arrival"),
        id,
        ConversationId.of(row.bytes("conversation")),
        row.number("number"),
        UserId.of(row.bytes("sender_user")),
        device,
        row.flag("own"),
        row.flag("here"),
        row.number("sequence"),
        Optional.ofNullable(row.bytesOrNull("digest")).map(bytes -> new Digest64(Bytes.of(bytes))),
        row.number("sent_at"),
        row.number("accepted_at"),
        row.number("ttl"),
        row.number("burn"),
        row.number("expires_at"),
        Codes.value(MessageKind.class, row.integer("kind")),
        Optional.ofNullable(row.bytesOrNull("target")).map(MessageId::of),
        Optional.ofNullable(row.bytesOrNull("reply_to")).map(MessageId::of),
        Codes.value(DeliveryState.class, row.integer("delivery")),
        row.flag("starred"),
        row.number("read_at"),
        row.flag("recalled"),
        row.number("edited_at"),
        row.flag("mentions_me"),
        row.integer("warnings"),
        Optional.ofNullable(row.bytesOrNull("content")).map(sealed -> content(place, sealed)),
        text(row, "edited", EDITED, place),
        text(row, "local", LOCAL, place));
  }

  private Optional<String> text(Row row, String column, String sealedPlace, byte[] place) {
    return Optional.ofNullable(row.bytesOrNull(column))
        .map(sealed ->
            new String(local.vault().open(sealedPlace, place, sealed), StandardCharsets.UTF_8));
  }

  private Content content(byte[] place, byte[] sealed) {
    try {
      return Content.parseFrom(local.vault().open(CONTENT, place, sealed));
    } catch (InvalidProtocolBufferException e) {
      throw new StoreFailure("a message in the home folder is damaged", e);
    }
  }
}
