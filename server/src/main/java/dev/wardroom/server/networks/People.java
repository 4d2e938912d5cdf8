package dev.wardroom.server.networks;

import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;

/// What this room needs to know about people. The directory, a room further right, brings it.
public interface People {
  /// The role in the network; refuses a user who is not there.
  Role role(Tx tx, NetworkId network, UserId user);

  /// Whether somebody in the installation has this user name.
  boolean isTaken(Tx tx, NetworkId network, String username);
}
