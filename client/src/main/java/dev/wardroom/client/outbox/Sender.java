package dev.wardroom.client.outbox;

import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import java.util.Optional;

/// Sends one message of the outbox; called on its thread, but for [#devicesChanged] and
/// [#offerAgain].
public interface Sender {
  /// @throws dev.wardroom.client.ClientException when it must be given up
  /// @throws ProtocolException when something that the server gave does not hold
  void send(OutboxStore.Waiting waiting) throws ProtocolException;

  /// After a restore of the server: puts what it has lost in line again.
  ///
  /// @param digest of the last message that it has, empty when there is none
  /// @return how many messages that are
  int offerAgain(Tx tx, ConversationId conversation, long lastSequence, byte[] digest);

  /// Somebody's devices changed.
  void devicesChanged();

  /// Destroys the keys of leases that are over.
  ///
  /// @return when the next one is over, milliseconds since epoch by this machine's clock
  Optional<Long> sweep();
}
