package dev.wardroom.server.directory.prekeys;

import dev.wardroom.server.kernel.Events;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;

/// Few one-time prekeys of a device are left: it is told when it is connected.
public record PrekeysLow(NetworkId network, DeviceId device, long left) implements Events.Event {}
