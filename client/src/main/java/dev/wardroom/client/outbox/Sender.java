package dev.wardroom.client.outbox;

import dev.wardroom.wire.ProtocolException;
import java.util.Optional;

/// Sends one message of the outbox; called on its thread, but for [#devicesChanged].
public interface Sender {
  /// @throws dev.wardroom.client.ClientException when it must be given up
  /// @throws ProtocolException when something that the server gave does not hold
  void send(OutboxStore.Waiting waiting) throws ProtocolException;

  /// Somebody's devices changed.
  void devicesChanged();

  /// Destroys the keys of leases that are over.
  ///
  /// @return when the next one is over, milliseconds since epoch by this machine's clock
  Optional<Long> sweep();
}
