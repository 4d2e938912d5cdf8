package dev.wardroom.client.inbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.messages.Items;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.References;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.outbox.Outbox;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.message.MessageItem;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Resent;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.MessageScope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Asking for what could not be opened, and answering such asks.
///
/// An answer goes only to a device that was in the list named by the audience of then and is good
/// now, within 30 days, at most twice. The answer is the message item as it was: it is verified
/// like the message itself.
public final class SendAgain {

  private static final long ANSWERED_MILLIS_MAX = 30L * 86_400_000;
  private static final int TIMES_MAX = 2;
  private static final int ASKED_MAX = 2;
  private static final int ASKED_AN_HOUR_MAX = 10;
  private static final long ASK_AGAIN_MILLIS = 3_600_000;

  private final Me me;
  private final ConversationStore conversations;
  private final DeviceLists lists;
  private final MessageStore messages;
  private final References references;
  private final Outbox outbox;

  public SendAgain(
      Me me,
      ConversationStore conversations,
      DeviceLists lists,
      MessageStore messages,
      Outbox outbox) {
    this.me = me;
    this.conversations = conversations;
    this.lists = lists;
    this.messages = messages;
    this.references = new References(messages);
    this.outbox = outbox;
  }

  /// Notes a message that could not be opened, and asks for it.
  public void unopened(Tx tx, MessageHeader header, Digest64 digest, long number, long now) {
    tx.update(
        """
        insert into unopened (conversation, number, message_id, sender_user, sender_device, digest, at)
        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
        """,
        header.conversation().toArray(),
        number,
        header.id().toArray(),
        header.senderUser().toArray(),
        header.senderDevice().toArray(),
        digest.toArray(),
        now);
    ask(tx, now);
  }

  /// Asks for what is still missing, at most twice each, an hour apart, and of one sending device
  /// at most ten an hour: whoever sends what cannot be opened must not make this device write.
  public void ask(Tx tx, long now) {
    List<Asked> due =
        tx.list(
            """
            select * from (
              select u.*, row_number() over (partition by sender_device order by at) as place,
                (select count(*) from unopened a
                 where a.sender_device = u.sender_device and a.asked_at >= ?) as lately
              from unopened u where asked < ? and asked_at < ?)
            where place + lately <= ? limit 100\
            """,
            row ->
                new Asked(
                    ConversationId.of(row.bytes("conversation")),
                    row.number("number"),
                    MessageId.of(row.bytes("message_id")),
                    UserId.of(row.bytes("sender_user")),
                    DeviceId.of(row.bytes("sender_device"))),
            now - ASK_AGAIN_MILLIS,
            ASKED_MAX,
            now - ASK_AGAIN_MILLIS,
            ASKED_AN_HOUR_MAX);
    for (Asked asked : due) {
      if (!outbox.hasRoom(tx)) {
        // Asked when there is room again: what cannot be opened must not keep the rest from coming.
        return;
      }
      MessageScope scope =
          asked.sender().equals(me.user())
              ? new MessageScope.OwnDevices()
              : new MessageScope.OneUser(asked.sender());
      Content content =
          Content.newBuilder()
              .setSendAgain(
                  dev.wardroom.schema.v1.SendAgain.newBuilder()
                      .setMessageId(ByteString.copyFrom(asked.id().toArray()))
                      .setConversationId(ByteString.copyFrom(asked.conversation().toArray()))
                      .setNumber(asked.number()))
              .build();
      outbox.enqueue(tx, asked.conversation(), content, scope);
      tx.update(
          "update unopened set asked = asked + 1, asked_at = ? where message_id = ? and sender_device = ?",
          now,
          asked.id().toArray(),
          asked.device().toArray());
    }
  }

  private record Asked(
      ConversationId conversation, long number, MessageId id, UserId sender, DeviceId device) {}

  public long missing(Tx tx) {
    return tx.number("select count(*) as n from unopened");
  }

  /// Somebody could not open a message of ours.
  public void answer(
      Tx tx,
      MessageHeader asking,
      dev.wardroom.schema.v1.SendAgain request,
      Optional<VerifiedDeviceList> askerThen,
      long now) {
    Optional<StoredMessage> found =
        ContentApplier.id(request.getMessageId())
            .flatMap(id -> references.own(tx, asking.conversation(), id));
    if (found.isEmpty() || !mayHave(found.get(), asking, askerThen, now)) {
      return;
    }
    StoredMessage message = found.get();
    long times =
        tx.number(
            "select coalesce(max(times), 0) as n from resent where message_id = ? and device = ?",
            message.id().toArray(),
            asking.senderDevice().toArray());
    Optional<byte[]> parts = messages.item(tx, message);
    Optional<byte[]> secret = messages.secret(tx, message);
    if (times >= TIMES_MAX
        || !outbox.hasRoom(tx)
        || parts.isEmpty()
        || secret.isEmpty()
        || !memberThen(tx, message, parts.get(), asking.senderUser())) {
      return;
    }
    byte[] item = Items.item(parts.get(), secret.get());
    Content content =
        Content.newBuilder()
            .setResent(
                Resent.newBuilder()
                    .setItem(ByteString.copyFrom(item))
                    .setConversationId(ByteString.copyFrom(message.conversation().toArray()))
                    .setNumber(message.number()))
            .build();
    Arrays.fill(item, (byte) 0);
    MessageScope scope =
        asking.senderUser().equals(me.user())
            ? new MessageScope.OwnDevices()
            : new MessageScope.OneUser(asking.senderUser());
    outbox.enqueue(tx, message.conversation(), content, scope);
    tx.update(
        """
        insert into resent (message_id, device, times) values (?, ?, 1)
        on conflict (message_id, device) do update set times = times + 1\
        """,
        message.id().toArray(),
        asking.senderDevice().toArray());
  }

  /// The asking device was added before the message was accepted and is good now (its message was
  /// just verified); the message is ours, in this conversation, and not older than 30 days.
  private boolean mayHave(
      StoredMessage message,
      MessageHeader asking,
      Optional<VerifiedDeviceList> askerThen,
      long now) {
    boolean ours = message.sender().equals(me.user()) && !message.recalled();
    boolean here = message.conversation().equals(asking.conversation());
    boolean fresh = message.sentAt() > now - ANSWERED_MILLIS_MAX;
    boolean deviceThen =
        askerThen
            .flatMap(list -> list.list().device(asking.senderDevice()))
            .filter(device -> device.addedAt() <= message.acceptedAt())
            .isPresent();
    return ours && here && fresh && deviceThen;
  }

  /// Whoever joined by an entry after the message's head has no right to it.
  private boolean memberThen(Tx tx, StoredMessage message, byte[] parts, UserId user) {
    long head;
    try {
      head = Items.message(parts).header().head().number();
    } catch (ProtocolException e) {
      return false;
    }
    return conversations
        .find(tx, message.conversation())
        .flatMap(conversation -> conversation.state().member(user))
        .filter(member -> member.joinedAt() <= head)
        .isPresent();
  }

  /// A verified answer, opened.
  public record Answer(MessageItem item, Content content) {}

  /// Verifies an answer against the sender's list of then; may ask the server for it.
  public Answer open(Resent resent) throws ProtocolException {
    MessageItem item = MessageItem.decode(resent.getItem().toByteArray());
    MessageHeader header = item.message().header();
    VerifiedDeviceList list = lists.byHash(header.senderUser(), header.listHash());
    byte[] content = item.verifyAndOpen(list);
    try {
      return new Answer(item, Content.parseFrom(content));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new ProtocolException(
          dev.wardroom.wire.ProtocolError.NOT_OPENED, "content of an answer");
    }
  }

  /// Whether this device asked for exactly this message.
  ///
  /// @return its number, when it did
  public Optional<Long> asked(Tx tx, MessageHeader header, Digest64 digest) {
    return tx.first(
        "select number from unopened where message_id = ? and sender_device = ? and digest = ?",
        row -> row.number("number"),
        header.id().toArray(),
        header.senderDevice().toArray(),
        digest.toArray());
  }

  public void arrived(Tx tx, MessageHeader header) {
    tx.update(
        "delete from unopened where message_id = ? and sender_device = ?",
        header.id().toArray(),
        header.senderDevice().toArray());
  }
}
