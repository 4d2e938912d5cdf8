package dev.wardroom.client.inbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Events;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Edits;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.MessageViews;
import dev.wardroom.client.messages.ReceiptStore;
import dev.wardroom.client.messages.References;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Reference;
import dev.wardroom.schema.v1.RoomCard;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.Role;
import dev.wardroom.wire.message.MessageHeader;
import java.util.Optional;

/// What an opened content changes here, in the transaction that saves it. Applying the same message
/// twice changes nothing: the inbox has looked at the ids before.
public final class ContentApplier {

  private final Me me;
  private final MessageStore messages;
  private final ConversationStore conversations;
  private final MessageViews views;
  private final OwnStateApplier ownState;
  private final News news;
  private final ReceiptStore receipts = new ReceiptStore();
  private final References references;

  public ContentApplier(
      Me me,
      MessageStore messages,
      ConversationStore conversations,
      MessageViews views,
      OwnStateApplier ownState,
      News news) {
    this.me = me;
    this.messages = messages;
    this.references = new References(messages);
    this.conversations = conversations;
    this.views = views;
    this.ownState = ownState;
    this.news = news;
  }

  public void apply(Tx tx, Received received, Content content) {
    switch (content.getKindCase()) {
      case TEXT -> shown(tx, received, content, MessageKind.TEXT);
      case LOCATION -> shown(tx, received, content, MessageKind.LOCATION);
      case FILE ->
          shown(
              tx,
              received,
              content,
              content.getFile().hasVoiceMemo() ? MessageKind.VOICE : MessageKind.FILE);
      case EDIT -> about(tx, received, content, MessageKind.EDIT, content.getEdit().getTarget());
      case RECALL ->
          about(tx, received, content, MessageKind.RECALL, content.getRecall().getTarget());
      case REACTION ->
          about(tx, received, content, MessageKind.REACTION, content.getReaction().getTarget());
      case READ_RECEIPT -> receipt(tx, received, content);
      case ROOM_CARD -> card(tx, received, content);
      case OWN_STATE -> {
        if (received.header().senderUser().equals(me.user())) {
          ownState.apply(tx, content.getOwnState());
        }
      }
      case PROFILE, SEND_AGAIN, RESENT, KIND_NOT_SET -> {
        // Profiles are not shown yet; send again and resent are the inbox's; a newer kind is not
        // understood.
      }
    }
  }

  private void shown(Tx tx, Received received, Content content, MessageKind kind) {
    long arrival = insert(tx, received, content, kind, Optional.empty());
    settle(tx, received.header().conversation(), received.header().id());
    boolean stays =
        messages
            .find(tx, received.header().id(), received.header().senderDevice())
            .filter(row -> ownState.arrived(tx, row))
            .isPresent();
    if (!stays) {
      return;
    }
    conversations.advance(
        tx, received.header().conversation(), received.number(), received.acceptedAt());
    arrived(tx, arrival, received);
  }

  private long insert(
      Tx tx, Received received, Content content, MessageKind kind, Optional<MessageId> target) {
    MessageHeader header = received.header();
    boolean own = header.senderUser().equals(me.user());
    long expiresAt = Expiry.expiresAt(header.ttlSeconds(), header.sentAt(), received.acceptedAt());
    long burn = content.getBurnSeconds();
    if (own && burn > 0) {
      long burnt = received.acceptedAt() + burn * 1000;
      expiresAt = expiresAt == 0 ? burnt : Math.min(expiresAt, burnt);
    }
    StoredMessage row =
        new StoredMessage(
            0,
            header.id(),
            header.conversation(),
            received.number(),
            header.senderUser(),
            header.senderDevice(),
            own,
            false,
            header.sequence(),
            Optional.of(received.digest()),
            header.sentAt(),
            received.acceptedAt(),
            header.ttlSeconds(),
            burn,
            expiresAt,
            kind,
            target,
            id(content.getReplyTo()),
            own ? DeliveryState.ACCEPTED : DeliveryState.DELIVERED,
            false,
            0,
            false,
            0,
            mentionsMe(content),
            received.warnings(),
            Optional.of(content),
            Optional.empty(),
            Optional.empty());
    return messages.insert(tx, row, received.item(), received.secret());
  }

  private boolean mentionsMe(Content content) {
    ByteString user = ByteString.copyFrom(me.user().toArray());
    return content.getMentionsList().stream()
        .anyMatch(mention -> mention.getEveryone() || mention.getUserId().equals(user));
  }

  /// An edit, recall or reaction: kept as a row, and settled on its target.
  private void about(
      Tx tx, Received received, Content content, MessageKind kind, Reference reference) {
    Optional<MessageId> target = id(reference);
    if (target.isEmpty()) {
      return;
    }
    MessageHeader header = received.header();
    boolean over =
        references
            .named(tx, header.conversation(), reference)
            .map(StoredMessage::recalled)
            .orElseGet(() ->
                wasHere(tx, target.get(), reference)
                    || Edits.isRecalled(
                        tx, target.get(), header.conversation(), header.senderUser()));
    if (over && kind == MessageKind.EDIT) {
      // An edit holds the whole text: it must not outlive its message.
      return;
    }
    if (kind == MessageKind.RECALL) {
      // The server may have withdrawn the message before it came here; its edits may have come.
      Edits.delete(tx, target.get(), header.conversation(), header.senderUser());
    }
    long arrival = insert(tx, received, content, kind, target);
    settle(tx, received.header().conversation(), target.get());
    arrived(tx, arrival, received);
    changed(tx, received.header().conversation(), target.get());
  }

  /// Whether a message was taken here before, and has expired, burnt or been deleted since.
  private static boolean wasHere(Tx tx, MessageId id, Reference reference) {
    return tx.number(
            "select count(*) as n from seen where message_id = ? and digest = ?",
            id.toArray(),
            reference.getDigest().toByteArray())
        > 0;
  }

  /// Makes messages what their edits and recalls say, in the order of the conversation. Also run
  /// when a message comes after them, sent again.
  public void settle(Tx tx, ConversationId conversation, MessageId id) {
    messages.withId(tx, conversation, id).forEach(message -> settle(tx, message));
  }

  private void settle(Tx tx, StoredMessage message) {
    for (StoredMessage each : messages.about(tx, message.id())) {
      if (!each.sender().equals(message.sender()) || !References.isAbout(each, message)) {
        continue;
      }
      if (each.kind() == MessageKind.RECALL) {
        messages.setRecalled(tx, message);
        return;
      }
      if (each.kind() == MessageKind.EDIT && each.content().isPresent()) {
        messages.setEdited(tx, message, MessageViews.plain(each.content().get()), each.sentAt());
      }
    }
  }

  private void receipt(Tx tx, Received received, Content content) {
    for (ByteString bytes : content.getReadReceipt().getMessageIdsList()) {
      Optional<StoredMessage> message =
          id(bytes).flatMap(id -> references.own(tx, received.header().conversation(), id));
      if (message.isPresent() && !received.header().senderUser().equals(me.user())) {
        MessageId id = message.get().id();
        receipts.add(tx, id, received.header().senderUser(), content.getReadReceipt().getReadAt());
        messages.setDelivery(tx, id, DeliveryState.READ);
        changed(tx, received.header().conversation(), id);
      }
    }
  }

  private void card(Tx tx, Received received, Content content) {
    ConversationId id = received.header().conversation();
    Optional<Conversation> conversation = conversations.find(tx, id);
    if (conversation.isEmpty() || !mayTitle(conversation.get(), received.header())) {
      return;
    }
    RoomCard card = content.getRoomCard();
    Conversation.Card next = new Conversation.Card(card.getTitle(), card.getDescription());
    Conversation.Card before = conversation.get().card();
    if (next.equals(before)) {
      return;
    }
    conversations.setCard(tx, id, next);
    if (!before.title().isEmpty()) {
      arrived(tx, insert(tx, received, content, MessageKind.CARD, Optional.empty()), received);
    }
    tx.afterCommit(() ->
        news.publish(new Events.Event.ConversationChanged(new ConversationRef(id.toString()))));
  }

  /// A room's moderators; anybody in a group; and the own other devices, which hand a card on.
  private boolean mayTitle(Conversation conversation, MessageHeader header) {
    if (header.senderUser().equals(me.user())
        || conversation.state().kind() == ConversationKind.GROUP) {
      return true;
    }
    return conversation
        .state()
        .member(header.senderUser())
        .filter(member -> member.role() == Role.MODERATOR)
        .isPresent();
  }

  private void arrived(Tx tx, long arrival, Received received) {
    MessageHeader header = received.header();
    tx.afterCommit(() ->
        news.publish(
            new Events.Event.ConversationChanged(
                new ConversationRef(header.conversation().toString()))));
    if (arrival > 0) {
      messages
          .find(tx, header.id(), header.senderDevice())
          .map(row -> views.view(tx, row))
          .ifPresent(
              view -> tx.afterCommit(() -> news.publish(new Events.Event.MessageArrived(view))));
    }
  }

  private void changed(Tx tx, ConversationId conversation, MessageId message) {
    tx.afterCommit(() ->
        news.publish(
            new Events.Event.MessageChanged(
                new ConversationRef(conversation.toString()), new MessageRef(message.toString()))));
  }

  public static Optional<MessageId> id(Reference reference) {
    return id(reference.getMessageId());
  }

  public static Optional<MessageId> id(ByteString bytes) {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageId.fromWire(bytes.toByteArray()));
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }
}
