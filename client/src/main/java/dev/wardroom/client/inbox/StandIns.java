package dev.wardroom.client.inbox;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.messages.Warnings;
import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.message.MessageOpener.GenuineMessage;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.message.MessageHeader;
import java.util.Optional;

/// Rows of a conversation that stand for something else than an opened message. Where no verified
/// message gives the row its id, the id is drawn here at random: an id that a sender could foresee
/// could be taken by a message of theirs first.
final class StandIns {

  private final Local local;
  private final Me me;

  StandIns(Local local, Me me) {
    this.local = local;
    this.me = me;
  }

  /// Who a row is of, and where it stands.
  ///
  /// @param sequence the sender's number; the log number for an entry
  /// @param ttl seconds, 0 = none
  private record Place(
      MessageId id,
      ConversationId conversation,
      UserId user,
      DeviceId device,
      long sequence,
      Optional<Digest64> digest,
      long sentAt,
      long ttl) {}

  /// "X added Y".
  ///
  /// @param warnings bits by `WarningView.Kind`
  StoredMessage entry(LogEntry entry, Item item, int warnings) {
    Place place =
        new Place(
            freshId(entry.time()),
            entry.conversationId(),
            entry.actorUser(),
            entry.actorDevice(),
            entry.number(),
            Optional.empty(),
            entry.time(),
            0);
    return row(place, item, MessageKind.MEMBERSHIP, item.getAcceptedAt(), warnings);
  }

  /// A genuine message that this device cannot open.
  StoredMessage unopened(GenuineMessage message, Item item, int warnings) {
    MessageHeader header = message.header();
    Place place =
        new Place(
            header.id(),
            header.conversation(),
            header.senderUser(),
            header.senderDevice(),
            header.sequence(),
            Optional.of(message.message().digest()),
            header.sentAt(),
            header.ttlSeconds());
    return row(
        place,
        item,
        MessageKind.UNDECRYPTABLE,
        0,
        warnings | Warnings.bit(WarningView.Kind.UNDECRYPTABLE));
  }

  /// A message that the server says expired or was withdrawn. Nothing but the server says so.
  StoredMessage gone(
      ConversationId id, Item item, UserId user, DeviceId device, long sequence, int warnings) {
    Place place =
        new Place(
            freshId(item.getAcceptedAt()),
            id,
            user,
            device,
            sequence,
            Optional.empty(),
            item.getAcceptedAt(),
            0);
    return row(place, item, MessageKind.GONE, item.getAcceptedAt(), warnings);
  }

  boolean hasEntry(Tx tx, ConversationId id, LogEntry entry) {
    return tx.number(
            "select count(*) as n from message where conversation = ? and sequence = ? and kind = ?",
            id.toArray(),
            entry.number(),
            Codes.code(MessageKind.MEMBERSHIP))
        > 0;
  }

  boolean hasGone(Tx tx, ConversationId id, Item item) {
    return tx.number(
            """
            select count(*) as n from message where conversation = ? and number = ? and kind = ?
              and era = (select era from conversation where id = ?)\
            """,
            id.toArray(),
            item.getNumber(),
            Codes.code(MessageKind.GONE),
            id.toArray())
        > 0;
  }

  private StoredMessage row(Place place, Item item, MessageKind kind, long readAt, int warnings) {
    return new StoredMessage(
        0,
        place.id(),
        place.conversation(),
        item.getNumber(),
        place.user(),
        place.device(),
        place.user().equals(me.user()),
        false,
        place.sequence(),
        place.digest(),
        place.sentAt(),
        item.getAcceptedAt(),
        place.ttl(),
        0,
        Expiry.expiresAt(place.ttl(), place.sentAt(), item.getAcceptedAt()),
        kind,
        Optional.empty(),
        Optional.empty(),
        DeliveryState.DELIVERED,
        false,
        readAt,
        false,
        0,
        false,
        warnings,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private MessageId freshId(long time) {
    return MessageId.of(
        Math.clamp(time, 0, (1L << 48) - 1), local.randomBytes(MessageId.RANDOM_LENGTH));
  }
}
