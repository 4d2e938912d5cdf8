package dev.wardroom.client.accounts;

import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// Who this home is.
public record Me(NetworkId network, UserId user, DeviceId device, String username, String server) {}
