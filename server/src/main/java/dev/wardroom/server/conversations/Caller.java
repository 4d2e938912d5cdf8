package dev.wardroom.server.conversations;

import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// The signed-in device that asks.
public record Caller(NetworkId network, UserId user, DeviceId device) {
  /// A conversation's name in the caller's network; there is no other way to name one.
  public Audience.Name name(ConversationId conversation) {
    return new Audience.Name(network, conversation);
  }
}
