package dev.wardroom.server.networks;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.Optional;

/// An invitation as stored. Its secret is known only to whoever made it.
///
/// @param id 16 bytes that rise with time
/// @param username what the person will be called, or empty: the person chooses
/// @param createdBy absent for the administrator at the machine
/// @param usedBy the account it made
public record Invitation(
    NetworkId network,
    Bytes id,
    String username,
    String name,
    Role role,
    Optional<UserId> createdBy,
    long createdAt,
    long expiresAt,
    Optional<UserId> usedBy,
    boolean revoked) {

  /// Whether it still makes an account.
  public boolean isOpen(long nowMillis) {
    return usedBy.isEmpty() && !revoked && nowMillis < expiresAt;
  }
}
