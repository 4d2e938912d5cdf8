package dev.wardroom.client.inbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Events;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.people.People;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.schema.v1.OwnState;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import java.util.Optional;
import java.util.function.Consumer;

/// State that the own devices share: read markers, stars, pins, deletions, verifications, mutes,
/// blocks, burn clocks. Each change is the newest word on its subject, so that devices which take
/// them in the same order agree.
public final class OwnStateApplier {

  private static final int READ_AT_ONCE = 5_000;

  private final MessageStore messages;
  private final ConversationStore conversations;
  private final People people;
  private final News news;
  private final PendingStates pending;
  private final java.util.function.LongSupplier now;

  public OwnStateApplier(
      Local local,
      MessageStore messages,
      ConversationStore conversations,
      People people,
      News news,
      java.util.function.LongSupplier now) {
    this.messages = messages;
    this.conversations = conversations;
    this.people = people;
    this.news = news;
    this.pending = new PendingStates(local);
    this.now = now;
  }

  public void apply(Tx tx, OwnState state) {
    switch (state.getChangeCase()) {
      case READ ->
          conversation(tx, state.getRead().getConversationId(), state, id -> read(tx, id, state));
      case STAR ->
          message(
              tx,
              state.getStar().getMessageId(),
              state,
              message -> messages.setStarred(tx, message, state.getStar().getStarred()));
      case PIN ->
          conversation(
              tx,
              state.getPin().getConversationId(),
              state,
              id -> {
                conversations.setPinned(tx, id, state.getPin().getPinned());
                changed(tx, id);
              });
      case DELETION -> {
        ByteString id = state.getDeletion().getMessageId();
        pending.save(tx, id, state);
        message(tx, id, state, message -> messages.delete(tx, message));
      }
      case VERIFICATION -> verification(tx, state);
      case MUTE ->
          conversation(
              tx,
              state.getMute().getConversationId(),
              state,
              id -> {
                conversations.setMuted(tx, id, state.getMute().getUntil());
                changed(tx, id);
              });
      case BLOCK -> block(tx, state);
      case BURN ->
          message(
              tx,
              state.getBurn().getMessageId(),
              state,
              message -> messages.setRead(tx, message, state.getBurn().getReadAt()));
      case CHANGE_NOT_SET -> {
        // A newer device's change: nothing that this version knows.
      }
    }
  }

  /// A message came: what own devices said of it, or of its conversation, before it was here.
  ///
  /// @return false when they have deleted it
  public boolean arrived(Tx tx, StoredMessage message) {
    arrived(tx, message.conversation());
    for (OwnState state : pending.take(tx, message.id().toArray())) {
      if (state.hasDeletion()) {
        messages.delete(tx, message);
        return false;
      }
      apply(tx, state);
    }
    boolean read =
        !message.own()
            && message.number() > 0
            && message.number() <= conversations.readNumber(tx, message.conversation());
    if (read) {
      messages.setRead(tx, message, now.getAsLong());
    }
    return true;
  }

  /// A conversation is known now.
  public void arrived(Tx tx, ConversationId id) {
    for (OwnState state : pending.take(tx, id.toArray())) {
      apply(tx, state);
    }
  }

  private void read(Tx tx, ConversationId id, OwnState state) {
    long number = state.getRead().getNumber();
    conversations.setRead(tx, id, number);
    for (StoredMessage message : messages.unreadUpTo(tx, id, number, READ_AT_ONCE)) {
      messages.setRead(tx, message, now.getAsLong());
    }
    changed(tx, id);
  }

  private void verification(Tx tx, OwnState state) {
    user(
        state.getVerification().getUserId(),
        user -> {
          ByteString root = state.getVerification().getRootKeyHash();
          people
              .store()
              .setVerified(
                  tx,
                  user,
                  root.size() == Hash32.LENGTH
                      ? Optional.of(new Hash32(Bytes.of(root.toByteArray())))
                      : Optional.empty());
          tx.afterCommit(() -> people.changed(user));
        });
  }

  private void block(Tx tx, OwnState state) {
    user(
        state.getBlock().getUserId(),
        user -> {
          people.store().setBlocked(tx, user, state.getBlock().getBlocked());
          tx.afterCommit(() -> people.changed(user));
        });
  }

  private void message(Tx tx, ByteString bytes, OwnState state, Consumer<StoredMessage> change) {
    Optional<MessageId> id = ContentApplier.id(bytes);
    if (id.isEmpty()) {
      return;
    }
    Optional<StoredMessage> found = messages.find(tx, id.get());
    if (found.isEmpty()) {
      pending.save(tx, bytes, state);
      return;
    }
    StoredMessage message = found.get();
    change.accept(message);
    tx.afterCommit(() ->
        news.publish(
            new Events.Event.MessageChanged(
                new ConversationRef(message.conversation().toString()),
                new MessageRef(message.id().toString()))));
  }

  private void conversation(
      Tx tx, ByteString bytes, OwnState state, Consumer<ConversationId> change) {
    ConversationId id;
    try {
      id = ConversationId.fromWire(bytes.toByteArray());
    } catch (ProtocolException e) {
      // The own device sent nothing that has a meaning here.
      return;
    }
    if (conversations.find(tx, id).isEmpty()) {
      pending.save(tx, bytes, state);
      return;
    }
    change.accept(id);
  }

  private static void user(ByteString bytes, Consumer<UserId> change) {
    try {
      change.accept(UserId.fromWire(bytes.toByteArray()));
    } catch (ProtocolException e) {
      // The own device sent nothing that has a meaning here.
      return;
    }
  }

  private void changed(Tx tx, ConversationId id) {
    tx.afterCommit(() ->
        news.publish(new Events.Event.ConversationChanged(new ConversationRef(id.toString()))));
  }
}
