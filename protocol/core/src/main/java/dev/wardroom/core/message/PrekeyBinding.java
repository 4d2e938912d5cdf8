package dev.wardroom.core.message;

import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;

/// The one lease that a one-time prekey serves, from its first authenticated message on.
public record PrekeyBinding(DeviceId senderDevice, LeaseId lease) {}
