package dev.wardroom.server.directory;

import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// A device as the server notes it beside the signed lists.
///
/// @param addedAt milliseconds since epoch
/// @param seenAt start of the last day on which it was connected, or 0
/// @param removed its id stays taken for ever
public record Device(
    NetworkId network,
    DeviceId id,
    UserId user,
    String name,
    long addedAt,
    long seenAt,
    boolean removed) {}
