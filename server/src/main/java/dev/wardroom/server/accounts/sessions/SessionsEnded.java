package dev.wardroom.server.accounts.sessions;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import java.util.Set;

/// All sessions of these devices ended: their sockets close now.
public record SessionsEnded(NetworkId network, Set<DeviceId> devices) implements Events.Event {}
