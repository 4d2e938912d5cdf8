package dev.wardroom.wire.message;

import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.Collection;
import java.util.List;

/// Whom a sender believed to write to: each user of the scope, and the retention user, with root
/// key and device list. Two sides that were shown different lists by the server have different
/// hashes.
public final class Audience {
  /// One user as the sender saw it.
  public record User(UserId user, Hash32 rootKeyHash, Hash32 listHash) implements Comparable<User> {
    @Override
    public int compareTo(User other) {
      return user.compareTo(other.user);
    }
  }

  private Audience() {}

  /// `label || u16 n || n × (user 16 || root key hash 32 || list hash 32) || u16 m || m × device
  /// 16`, both sorted, hashed to 32 bytes.
  public static Hash32 hash(Collection<User> users, Collection<DeviceId> leftOut) {
    List<User> sorted = users.stream().sorted().toList();
    List<DeviceId> devices = leftOut.stream().sorted().distinct().toList();
    CanonicalWriter writer =
        new CanonicalWriter(64 + 80 * sorted.size()).label(Labels.AUDIENCE).u16(sorted.size());
    for (User user : sorted) {
      writer.fixed(user.user().bytes());
      writer.fixed(user.rootKeyHash().bytes()).fixed(user.listHash().bytes());
    }
    writer.u16(devices.size());
    devices.forEach(device -> writer.fixed(device.bytes()));
    return Hash32.cut(writer.toArray());
  }
}
