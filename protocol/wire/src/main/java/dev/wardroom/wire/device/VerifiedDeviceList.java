package dev.wardroom.wire.device;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A device list whose signature and place in the chain were checked. It is also the pin: keep the
/// newest one per user, and take others only through [#next].
///
/// Rules of the chain (checks D-01 to D-08): versions count up by one and name the hash of the one
/// before; a lower version and a second list of the same version are refused; a removed id never
/// comes back and no id is forgotten; a live device keeps key and added-at; a new root key comes
/// with new devices only, signed by the new root and, where it still exists, by the old one.
///
/// Immutable.
public final class VerifiedDeviceList {
  /// How this version's root key relates to the one before.
  public enum RootChange {
    /// The same key, or the first version that was seen.
    NONE,
    /// Another key, and the old one signed the change.
    VOUCHED,
    /// Another key that the old one says nothing about: conversations accept it only by an entry of
    /// another member.
    UNVOUCHED
  }

  private final DeviceList list;
  private final SignedBytes signed;
  private final Hash32 hash;
  private final Hash32 rootKeyHash;
  private final RootChange rootChange;
  private final Hash32 rootKeyHashBefore;

  private VerifiedDeviceList(
      DeviceList list, SignedBytes signed, RootChange rootChange, Hash32 rootKeyHashBefore) {
    this.list = list;
    this.signed = signed;
    this.hash = Hash32.of(Labels.DEVICE_LIST_HASH, signed.body());
    this.rootKeyHash = list.rootKeyHash();
    this.rootChange = rootChange;
    this.rootKeyHashBefore = rootKeyHashBefore;
  }

  /// Version 1 of a user, as at registration: throws LIST_CHAIN_BROKEN for another version.
  public static VerifiedDeviceList first(byte[] signedList, NetworkId network, UserId user)
      throws ProtocolException {
    VerifiedDeviceList verified = anchor(signedList, network, user);
    if (verified.list.version() != 1) {
      throw new ProtocolException(ProtocolError.LIST_CHAIN_BROKEN, "the first version is 1");
    }
    if (verified.signed.signatures().size() != 1) {
      throw new ProtocolException(ProtocolError.MALFORMED, "nothing to replace in version 1");
    }
    return verified;
  }

  /// The start of trust: the first version that one sees of a user (trust on first use), or a list
  /// that one verified before and kept. Checked against the root key that it names itself.
  public static VerifiedDeviceList anchor(byte[] signedList, NetworkId network, UserId user)
      throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedList, WireLimits.DEVICE_LIST_BYTES_MAX);
    DeviceList list = DeviceList.decode(signed.body().unsafeArray());
    checkNames(list, network, user);
    list.rootKey().check(signed.signature(), signed.body().unsafeArray());
    return new VerifiedDeviceList(list, signed, RootChange.NONE, list.rootKeyHash());
  }

  /// The version after this one; the same bytes again give this list. Throws LIST_ROLLBACK,
  /// LIST_FORK, LIST_CHAIN_BROKEN (also when versions between are missing: fetch them),
  /// SIGNATURE_INVALID, WRONG_NETWORK, WRONG_USER.
  public VerifiedDeviceList next(byte[] signedList) throws ProtocolException {
    SignedBytes received = SignedBytes.decode(signedList, WireLimits.DEVICE_LIST_BYTES_MAX);
    DeviceList offered = DeviceList.decode(received.body().unsafeArray());
    checkNames(offered, list.network(), list.user());
    offered.rootKey().check(received.signature(), received.body().unsafeArray());
    if (offered.version() < list.version()) {
      throw new ProtocolException(ProtocolError.LIST_ROLLBACK, "a lower version");
    }
    if (offered.version() == list.version()) {
      if (!received.body().equals(signed.body())) {
        throw new ProtocolException(ProtocolError.LIST_FORK, "a second list of this version");
      }
      return this;
    }
    checkFollows(offered);
    RootChange change = checkRoot(offered, received);
    return new VerifiedDeviceList(offered, received, change, list.rootKeyHash());
  }

  /// Several versions in a row.
  public VerifiedDeviceList nextAll(List<byte[]> signedLists) throws ProtocolException {
    VerifiedDeviceList newest = this;
    for (byte[] signedList : signedLists) {
      newest = newest.next(signedList);
    }
    return newest;
  }

  private void checkFollows(DeviceList offered) throws ProtocolException {
    if (offered.version() != list.version() + 1
        || !offered.previous().equals(hash)
        || offered.issuedAt() < list.issuedAt()) {
      throw new ProtocolException(ProtocolError.LIST_CHAIN_BROKEN, "does not follow");
    }
    Set<DeviceId> removed = new HashSet<>(offered.removed());
    if (!removed.containsAll(list.removed())) {
      throw new ProtocolException(ProtocolError.LIST_CHAIN_BROKEN, "forgets a removed device");
    }
    for (DeviceEntry before : list.devices()) {
      boolean kept =
          offered
              .device(before.id())
              .filter(now -> now.key().equals(before.key()) && now.addedAt() == before.addedAt())
              .isPresent();
      if (!kept && !removed.contains(before.id())) {
        throw new ProtocolException(ProtocolError.LIST_CHAIN_BROKEN, "forgets or changes a device");
      }
    }
  }

  private RootChange checkRoot(DeviceList offered, SignedBytes received) throws ProtocolException {
    boolean vouched = received.signatures().size() == 2;
    if (offered.rootKey().equals(list.rootKey())) {
      if (vouched) {
        throw new ProtocolException(ProtocolError.MALFORMED, "nothing to vouch for");
      }
      return RootChange.NONE;
    }
    Set<DeviceId> before = new HashSet<>();
    list.devices().forEach(device -> before.add(device.id()));
    boolean keepsOne = offered.devices().stream().anyMatch(d -> before.contains(d.id()));
    boolean keepsKey =
        offered.devices().stream()
            .anyMatch(d -> list.devices().stream().anyMatch(old -> old.key().equals(d.key())));
    if (keepsOne || keepsKey) {
      throw new ProtocolException(ProtocolError.LIST_CHAIN_BROKEN, "new root, old device");
    }
    if (!vouched) {
      return RootChange.UNVOUCHED;
    }
    list.rootKey().check(received.signatures().getLast(), received.body().unsafeArray());
    return RootChange.VOUCHED;
  }

  private static void checkNames(DeviceList list, NetworkId network, UserId user)
      throws ProtocolException {
    if (!list.network().equals(network)) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "device list");
    }
    if (!list.user().equals(user)) {
      throw new ProtocolException(ProtocolError.WRONG_USER, "device list");
    }
  }

  public DeviceList list() {
    return list;
  }

  public Hash32 hash() {
    return hash;
  }

  public RootChange rootChange() {
    return rootChange;
  }

  /// The root key hash of the version before; this version's own where none came before.
  public Hash32 rootKeyHashBefore() {
    return rootKeyHashBefore;
  }

  public Hash32 rootKeyHash() {
    return rootKeyHash;
  }

  public UserId user() {
    return list.user();
  }

  public NetworkId network() {
    return list.network();
  }

  /// As received, for storing and handing on.
  public SignedBytes signed() {
    return signed;
  }

  /// See [DeviceList#requireDevice].
  public DeviceEntry requireDevice(DeviceId id) throws ProtocolException {
    return list.requireDevice(id);
  }
}
