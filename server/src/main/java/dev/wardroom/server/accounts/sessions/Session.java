package dev.wardroom.server.accounts.sessions;

import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// A session that is good now.
///
/// @param expiresAt milliseconds since epoch
public record Session(NetworkId network, UserId user, DeviceId device, long expiresAt) {}
