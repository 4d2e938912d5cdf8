package dev.wardroom.server.directory;

import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// Somebody with an account, as the directory knows them.
///
/// @param createdAt milliseconds since epoch
/// @param listVersion version of the newest device list
/// @param rootKeyHash of the newest device list
public record Person(
    NetworkId network,
    UserId user,
    String username,
    String name,
    Role role,
    long createdAt,
    boolean suspended,
    long listVersion,
    Hash32 rootKeyHash) {}
