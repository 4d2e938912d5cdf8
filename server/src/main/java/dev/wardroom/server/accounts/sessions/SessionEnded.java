package dev.wardroom.server.accounts.sessions;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;

/// One session of a device ended: a socket that came with it closes now.
public record SessionEnded(DeviceId device, Hash32 token) implements Events.Event {}
