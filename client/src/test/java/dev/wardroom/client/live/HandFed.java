package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.messages.Items;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.outbox.Outgoing;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.session.LocalSession;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.message.MessageDraft;
import dev.wardroom.core.message.MessageSealer;
import dev.wardroom.core.message.SealRequest;
import dev.wardroom.core.message.SealedMessage;
import dev.wardroom.core.message.SenderPlace;
import dev.wardroom.schema.v1.AcknowledgeRequest;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.FetchRequest;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.schema.v1.Resent;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person's engine whose mailbox is handed to it by the test, as a hostile server would: items
/// are fetched from the real server and given in any order, number or number of times. Its session
/// must not connect by itself.
final class HandFed {

  private final Session session;
  private final Engine engine;
  private @Nullable Item lastMessage;

  HandFed(Session session) {
    this.session = session;
    this.engine = ((LocalSession) session).engine();
  }

  Engine engine() {
    return engine;
  }

  /// What waits at the server, without taking it in.
  List<Item> waiting() {
    return engine
        .api()
        .call(Rpcs.FETCH, FetchRequest.newBuilder().setItemsMax(256).build())
        .getItemsList();
  }

  /// Hands items over and waits until the last one is dealt with.
  void take(Item... items) {
    engine
        .inbox()
        .offer(dev.wardroom.schema.v1.Items.newBuilder().addAllItems(List.of(items)).build());
    for (Item item : items) {
      People.await(() -> position(id(item)) >= item.getNumber());
    }
  }

  /// Takes everything that waits, as it is, and lets the server forget it.
  void takeAll() {
    takeAll(waiting());
  }

  /// As [#takeAll], of one conversation only.
  void takeAllOf(ConversationId conversation) {
    takeAll(waiting().stream().filter(item -> id(item).equals(conversation)).toList());
  }

  boolean hasWaiting(ConversationId conversation) {
    return waiting().stream().anyMatch(item -> id(item).equals(conversation));
  }

  /// As [#takeAll], with the lease of a conversation's last message spoilt.
  void takeAllButSpoilTheLast(ConversationId conversation) {
    List<Item> items = new ArrayList<>(waiting());
    Item last = items.getLast();
    assertThat(id(last)).isEqualTo(conversation);
    items.set(items.size() - 1, spoilt(last));
    takeAll(items);
  }

  private void takeAll(List<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    items.stream().filter(Item::hasMessage).forEach(item -> lastMessage = item);
    take(items.toArray(Item[]::new));
    AcknowledgeRequest.Builder done = AcknowledgeRequest.newBuilder();
    items.forEach(item ->
        done.addAcknowledgements(
            Acknowledgement.newBuilder()
                .setConversationId(item.getConversationId())
                .setNumber(item.getNumber())));
    engine.api().call(Rpcs.ACKNOWLEDGE, done.build());
  }

  /// The last message of [#takeAll], to be handed over once more.
  Item lastMessage() {
    return java.util.Objects.requireNonNull(lastMessage);
  }

  /// The same item in another place.
  static Item at(Item item, long number) {
    return item.toBuilder().setNumber(number).build();
  }

  static ConversationId id(Item item) {
    return ConversationId.of(item.getConversationId().toByteArray());
  }

  long position(ConversationId conversation) {
    return engine.log().find(conversation).map(Conversation::position).orElse(0L);
  }

  /// What the conversation shows, oldest first, without log entries.
  List<MessageView> shown(ConversationId conversation) {
    return session
        .messages()
        .history(
            new dev.wardroom.client.view.ConversationRef(conversation.toString()),
            java.util.Optional.empty(),
            100)
        .stream()
        .filter(message -> message.kind() != MessageKind.MEMBERSHIP)
        .toList();
  }

  /// Sends a content as this engine's own, with an id of the test's choice, and waits until the
  /// server has it.
  void send(ConversationId conversation, MessageId id, Content content, MessageScope scope) {
    engine
        .local()
        .db()
        .write(tx ->
            engine
                .outbox()
                .enqueue(tx, new Outgoing(id, conversation, content, scope, Urgency.NORMAL, 0)));
    engine.outbox().awaitAccepted(id, People.PATIENCE);
  }

  /// Puts a text in line with an id of the test's choice.
  void enqueue(ConversationId conversation, MessageId id, Content content) {
    engine
        .local()
        .db()
        .write(tx ->
            engine
                .outbox()
                .enqueue(
                    tx,
                    new Outgoing(
                        id,
                        conversation,
                        content,
                        MessageScope.conversation(),
                        Urgency.NORMAL,
                        0)));
  }

  /// A message of this engine's device, genuinely signed, that fits no lease of anybody. The server
  /// need not have seen it.
  Item forged(ConversationId conversation, VerifiedDeviceList named, long number, String text)
      throws ProtocolException {
    ConversationState state = engine.log().find(conversation).orElseThrow().state();
    return forged(state.id(), state.head(), named, number, text);
  }

  Item forged(
      ConversationId conversation, LogHead head, VerifiedDeviceList named, long number, String text)
      throws ProtocolException {
    SenderPlace place =
        new SenderPlace(
            engine.me().network(),
            conversation,
            engine.me().user(),
            engine.me().device(),
            named.hash(),
            head,
            1,
            Hash32.ZERO);
    long now = engine.api().server().clock().millis();
    MessageDraft draft =
        new MessageDraft(
            engine.outbox().newId(),
            text(text).toByteArray(),
            MessageScope.conversation(),
            Urgency.NORMAL,
            now,
            0);
    MessageSealer sealer = new MessageSealer(engine.identity().key(), RandomSource.system());
    try (SealedMessage sealed =
        sealer.seal(new SealRequest(place, draft, List.of(), List.of(), List.of(), now))) {
      return Item.newBuilder()
          .setConversationId(bytes(conversation))
          .setNumber(number)
          .setAcceptedAt(now)
          .setMessage(
              MessageItem.newBuilder()
                  .setHeader(ByteString.copyFrom(sealed.message().headerBytes().toArray()))
                  .setEphemeralKey(ByteString.copyFrom(sealed.message().ephemeralKey().toArray()))
                  .setPayload(ByteString.copyFrom(sealed.message().payload().toArray()))
                  .setSignature(ByteString.copyFrom(sealed.message().signature().toArray()))
                  .setLeaseId(ByteString.copyFrom(new byte[16]))
                  .setSealed(ByteString.copyFrom(new byte[48])))
          .build();
    }
  }

  /// The item as a server passes it on that spoils the lease.
  static Item spoilt(Item item) {
    return item.toBuilder()
        .setMessage(
            item.getMessage().toBuilder()
                .setLeaseId(ByteString.copyFrom(new byte[16]))
                .clearLeaseRecord())
        .build();
  }

  /// The item of a message that is here, as an answer to "send again".
  Content resent(MessageId id) {
    return engine
        .local()
        .db()
        .tx(tx -> {
          StoredMessage row = engine.messages().find(tx, id).orElseThrow();
          byte[] item =
              Items.item(
                  engine.messages().item(tx, row).orElseThrow(),
                  engine.messages().secret(tx, row).orElseThrow());
          return Content.newBuilder()
              .setResent(
                  Resent.newBuilder()
                      .setItem(ByteString.copyFrom(item))
                      .setConversationId(bytes(row.conversation()))
                      .setNumber(row.number()))
              .build();
        });
  }

  /// The server says: read to the end.
  void readToEnd() {
    engine.inbox().offer(dev.wardroom.schema.v1.Items.newBuilder().setCaughtUp(true).build());
  }

  /// Errors of what was refused.
  List<String> quarantined() {
    return engine
        .local()
        .db()
        .tx(tx -> tx.list("select error from quarantine limit 10", row -> row.text("error")));
  }

  /// The server's word that a message of a device is over.
  Item gone(ConversationId conversation, HandFed sender, long sequence) {
    return Item.newBuilder()
        .setConversationId(bytes(conversation))
        .setNumber(position(conversation) + 1)
        .setAcceptedAt(engine.api().server().clock().millis())
        .setGone(
            Gone.newBuilder()
                .setWhy(Gone.Why.WHY_EXPIRED)
                .setSenderDevice(ByteString.copyFrom(sender.engine().me().device().toArray()))
                .setSequence(sequence))
        .build();
  }

  long count(String table) {
    return engine.local().db().tx(tx -> tx.number("select count(*) as n from " + table));
  }

  static Content text(String text) {
    return Content.newBuilder()
        .setText(dev.wardroom.schema.v1.Text.newBuilder().setMarkdown(text))
        .build();
  }

  private static ByteString bytes(ConversationId id) {
    return ByteString.copyFrom(id.toArray());
  }
}
