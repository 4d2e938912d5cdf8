package dev.wardroom.client.outbox;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.util.List;

/// Messages of this device that a restored server has lost are sealed and sent again, under their
/// own ids: whoever has them knows them by these, whoever had not read them yet gets them now.
///
/// Receipts and the like have no rows and are not offered.
final class Offers {

  private final Me me;
  private final ServerClock clock;
  private final ConversationStore conversations;
  private final OutboxStore store;
  private final MessageStore messages;

  Offers(
      Me me,
      ServerClock clock,
      ConversationStore conversations,
      OutboxStore store,
      MessageStore messages) {
    this.me = me;
    this.clock = clock;
    this.conversations = conversations;
    this.store = store;
    this.messages = messages;
  }

  /// Goes on from the place that the server knows.
  ///
  /// @param digest of the last message that it has, empty when there is none
  /// @return how many messages were lost and are in line again, before all that waits
  int from(Tx tx, ConversationId conversation, long lastSequence, byte[] digest) {
    conversations.setOwnPlace(tx, conversation, lastSequence, digest);
    List<Outgoing> lost =
        store.lost(tx, conversation, me.device(), lastSequence).stream()
            .flatMap(id -> messages.find(tx, id, me.device()).stream())
            .map(this::again)
            .toList();
    store.insertFirst(tx, lost);
    return lost.size();
  }

  private Outgoing again(StoredMessage message) {
    return new Outgoing(
        message.id(),
        message.conversation(),
        message.content().orElseThrow(),
        MessageScope.conversation(),
        Urgency.NORMAL,
        timeLeft(message));
  }

  /// A time to live goes on; it does not begin again.
  private long timeLeft(StoredMessage message) {
    if (message.ttl() == 0 || message.expiresAt() == 0) {
      return message.ttl();
    }
    return Math.max(1, Math.min(message.ttl(), (message.expiresAt() - clock.millis()) / 1_000));
  }
}
