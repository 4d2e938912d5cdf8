package dev.wardroom.server.conversations;

import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.network.RetentionRule.BacklogPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What conversations and mailboxes ask the key directory. The directory's door answers it; tests
/// have one of their own.
public interface DeviceDirectory {
  /// A user as the newest device list has it.
  ///
  /// @param listHashBefore hash of the version before; zero for version 1
  /// @param listedAt milliseconds since epoch at which the server took the newest version
  /// @param suspended taken out by an administrator: nothing is encrypted to this user
  record ListedUser(
      UserId user,
      long version,
      Hash32 listHash,
      Hash32 listHashBefore,
      long listedAt,
      Hash32 rootKeyHash,
      boolean suspended,
      List<DeviceId> devices) {
    public ListedUser {
      devices = List.copyOf(devices);
    }
  }

  /// The users among these that the network has; others are left out.
  Map<UserId, ListedUser> users(Tx tx, NetworkId network, Collection<UserId> users);

  /// Locks these users' rows until the transaction ends, in one order: no device list of theirs
  /// becomes another one meanwhile.
  void lock(Tx tx, NetworkId network, Collection<UserId> users);

  /// When the server took the device list without this device, in milliseconds since epoch; empty
  /// for a device that was not removed.
  Optional<Long> removedAt(Tx tx, NetworkId network, DeviceId device);

  /// The version of a user's device list that has this hash.
  Optional<VerifiedDeviceList> list(Tx tx, NetworkId network, UserId user, Hash32 hash);

  /// What a full backlog of retention means, as the network's newest statement says; stop when it
  /// says nothing.
  BacklogPolicy backlogPolicy(Tx tx, NetworkId network);

  /// The network's verified statements.
  Statements statements(Tx tx, NetworkId network);

  /// Those of the devices for which the server holds no good prekey.
  Set<DeviceId> dormant(Tx tx, NetworkId network, Collection<DeviceId> devices);
}
