package dev.wardroom.wire.device;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One version of what a user's root key says about the user's devices.
///
/// ```
/// label || u8 1 || network 16 || user 16 || root key 133 || u32 version || previous 32 ||
/// u64 issued-at || u64 not-after || u16 n || n × device || u16 m || m × removed id 16
/// device = id 16 || key 133 || u64 added-at || u8 k || k × u8 suite
/// ```
///
/// @param version from 1
/// @param previous hash of the version before; zero in version 1
/// @param devices at most 16, by rising id
/// @param removed every id that was ever taken out, by rising id, at most 512
public record DeviceList(
    NetworkId network,
    UserId user,
    P521PublicKey rootKey,
    long version,
    Hash32 previous,
    long issuedAt,
    long notAfter,
    List<DeviceEntry> devices,
    List<DeviceId> removed) {
  private static final int FORMAT = 1;

  public DeviceList {
    devices = devices.stream().sorted(Comparator.comparing(DeviceEntry::id)).toList();
    removed = removed.stream().sorted().toList();
    String broken = brokenRule(version, previous, issuedAt, notAfter, devices, removed);
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException(broken);
    }
  }

  /// Throws MALFORMED, TOO_LARGE, UNSUPPORTED_VERSION or KEY_INVALID. Verifies no signature.
  public static DeviceList decode(byte[] body) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(body);
    reader.label(Labels.DEVICE_LIST).version(FORMAT);
    NetworkId network = NetworkId.read(reader);
    UserId user = UserId.read(reader);
    P521PublicKey rootKey = P521PublicKey.read(reader);
    long version = reader.u32();
    Hash32 previous = Hash32.read(reader);
    long issuedAt = reader.u64();
    long notAfter = reader.u64();
    List<DeviceEntry> devices = new ArrayList<>();
    for (int i = reader.count(WireLimits.USER_DEVICES_MAX); i > 0; i--) {
      devices.add(DeviceEntry.read(reader));
    }
    List<DeviceId> removed = new ArrayList<>();
    for (int i = reader.count(WireLimits.REMOVED_DEVICES_MAX); i > 0; i--) {
      removed.add(DeviceId.read(reader));
    }
    reader.end();
    String broken = brokenRule(version, previous, issuedAt, notAfter, devices, removed);
    if (!broken.isEmpty()) {
      throw new ProtocolException(ProtocolError.MALFORMED, broken);
    }
    return new DeviceList(
        network, user, rootKey, version, previous, issuedAt, notAfter, devices, removed);
  }

  /// The bytes that the root key signs.
  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(1024).label(Labels.DEVICE_LIST).u8(FORMAT);
    writer.fixed(network.bytes()).fixed(user.bytes()).fixed(rootKey.bytes());
    writer.u32(version).fixed(previous.bytes()).u64(issuedAt).u64(notAfter);
    writer.u16(devices.size());
    devices.forEach(device -> device.write(writer));
    writer.u16(removed.size());
    removed.forEach(id -> writer.fixed(id.bytes()));
    return writer.toArray();
  }

  public Hash32 hash() {
    return Hash32.of(Labels.DEVICE_LIST_HASH, encode());
  }

  public Hash32 rootKeyHash() {
    return rootKeyHash(rootKey);
  }

  /// The hash by which conversations and safety numbers know a root key.
  public static Hash32 rootKeyHash(P521PublicKey rootKey) {
    return rootKey.hash(Labels.ROOT_KEY_HASH);
  }

  public Optional<DeviceEntry> device(DeviceId id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst();
  }

  /// Throws DEVICE_REMOVED or DEVICE_UNKNOWN unless the device is live in this version.
  public DeviceEntry requireDevice(DeviceId id) throws ProtocolException {
    Optional<DeviceEntry> found = device(id);
    if (found.isPresent()) {
      return found.get();
    }
    throw removed.contains(id)
        ? new ProtocolException(ProtocolError.DEVICE_REMOVED, "in the device list")
        : new ProtocolException(ProtocolError.DEVICE_UNKNOWN, "in the device list");
  }

  public boolean isExpired(long now) {
    return now > notAfter;
  }

  /// The next version, not signed yet: adds and removes devices, under the same root key.
  public DeviceList successor(
      long now, long nextNotAfter, List<DeviceEntry> added, List<DeviceId> taken) {
    List<DeviceEntry> live = new ArrayList<>(devices);
    live.removeIf(device -> taken.contains(device.id()));
    List<DeviceId> gone = new ArrayList<>(removed);
    devices.stream().map(DeviceEntry::id).filter(taken::contains).forEach(gone::add);
    live.addAll(added);
    return new DeviceList(
        network,
        user,
        rootKey,
        version + 1,
        hash(),
        Math.max(now, issuedAt),
        nextNotAfter,
        live,
        gone);
  }

  /// The next version under another root key: all devices of before are removed.
  public DeviceList replaced(
      P521PublicKey nextRoot, long now, long nextNotAfter, List<DeviceEntry> added) {
    List<DeviceId> gone = new ArrayList<>(removed);
    devices.forEach(device -> gone.add(device.id()));
    return new DeviceList(
        network,
        user,
        nextRoot,
        version + 1,
        hash(),
        Math.max(now, issuedAt),
        nextNotAfter,
        added,
        gone);
  }

  private static String brokenRule(
      long version,
      Hash32 previous,
      long issuedAt,
      long notAfter,
      List<DeviceEntry> devices,
      List<DeviceId> removed) {
    if (version < 1 || version > 0xffff_ffffL || (version == 1) != previous.isZero()) {
      return "versions start at 1, and only the first has none before";
    }
    if (issuedAt < 0
        || notAfter <= issuedAt
        || notAfter - issuedAt > WireLimits.DEVICE_LIST_LIFE_MILLIS_MAX) {
      return "a list is good for up to 366 days";
    }
    if (devices.size() > WireLimits.USER_DEVICES_MAX
        || removed.size() > WireLimits.REMOVED_DEVICES_MAX) {
      return "too many devices";
    }
    return idsRise(devices, removed) ? "" : "ids rise and none is both live and removed";
  }

  private static boolean idsRise(List<DeviceEntry> devices, List<DeviceId> removed) {
    List<DeviceId> live = devices.stream().map(DeviceEntry::id).toList();
    return isRising(live)
        && isRising(removed)
        && live.stream().noneMatch(removed::contains)
        && devices.stream().map(DeviceEntry::key).distinct().count() == devices.size();
  }

  private static boolean isRising(List<DeviceId> ids) {
    for (int i = 1; i < ids.size(); i++) {
      if (ids.get(i - 1).compareTo(ids.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
