package dev.wardroom.server.accounts;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;

/// Name, device names, password or envelopes of an account changed; its other devices are told.
public record AccountChanged(UserId user, DeviceId by) implements Events.Event {}
