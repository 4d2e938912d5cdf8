package dev.wardroom.wire.log;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.UserId;

/// A member: the user together with the root key that was added, so that a server cannot put
/// another key in the user's place.
///
/// @param joinedAt log number of the entry that added the user
public record Member(UserId user, Hash32 rootKeyHash, Role role, long joinedAt) {
  Member withRole(Role next) {
    return new Member(user, rootKeyHash, next, joinedAt);
  }

  Member withRootKeyHash(Hash32 next) {
    return new Member(user, next, role, joinedAt);
  }
}
