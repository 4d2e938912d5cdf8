package dev.wardroom.server.networks;

import dev.wardroom.wire.id.NetworkId;

/// A network of this installation.
///
/// @param createdAt milliseconds since epoch
public record Network(NetworkId id, String name, long createdAt, NetworkPolicy policy) {}
