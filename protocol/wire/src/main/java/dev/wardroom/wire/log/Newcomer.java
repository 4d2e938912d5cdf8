package dev.wardroom.wire.log;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.UserId;

/// A user to be added, with the root key that the actor means.
public record Newcomer(UserId user, Hash32 rootKeyHash) {}
