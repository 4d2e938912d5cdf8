package dev.wardroom.client.session;

import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.inbox.OwnStateApplier;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.OwnState;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.message.MessageScope;
import java.util.List;
import java.util.Optional;

/// Changes of the state that the own devices share: made here, and told to the others through the
/// conversation with oneself. With one device there is nobody to tell.
final class OwnStates {

  private final Engine engine;
  private final OwnStateApplier applier;

  OwnStates(Engine engine) {
    this.engine = engine;
    this.applier = engine.inboxParts().ownState();
  }

  void change(OwnState state) throws ProtocolException {
    Optional<ConversationId> notes = hasOtherDevices() ? Optional.of(notes()) : Optional.empty();
    engine.local().db().write(tx -> change(tx, state, notes));
  }

  /// As [#change(OwnState)], inside a transaction.
  void change(Tx tx, OwnState state, Optional<ConversationId> notes) {
    applier.apply(tx, state);
    notes.ifPresent(id ->
        engine
            .outbox()
            .enqueue(
                tx,
                id,
                Content.newBuilder().setOwnState(state).build(),
                new MessageScope.OwnDevices()));
  }

  boolean hasOtherDevices() {
    return engine
        .lists()
        .known(engine.me().user())
        .filter(list -> list.list().devices().size() > 1)
        .isPresent();
  }

  /// The conversation with oneself, made when there is none; absent from the answer when the server
  /// cannot be asked.
  Optional<ConversationId> notesIfNeeded() throws ProtocolException {
    return hasOtherDevices() ? Optional.of(notes()) : Optional.empty();
  }

  ConversationId notes() throws ProtocolException {
    Optional<Conversation> known =
        engine.local().db().tx(tx -> engine.log().store().directWith(tx, engine.me().user()));
    return known.isPresent()
        ? known.get().id()
        : engine.logWriter().create(ConversationKind.DIRECT, List.of(), Optional.empty());
  }
}
