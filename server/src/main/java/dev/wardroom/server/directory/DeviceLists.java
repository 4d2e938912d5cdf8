package dev.wardroom.server.directory;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.directory.prekeys.Prekeys;
import dev.wardroom.server.directory.prekeys.PreparedBatch;
import dev.wardroom.server.directory.prekeys.UploadedBatch;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Names;
import dev.wardroom.server.networks.Networks;
import dev.wardroom.server.networks.ProtocolRefusals;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The signed device lists: the door for whoever needs the newest one, and the rules by which a new
/// one is taken.
///
/// A list is verified before the transaction, against the newest one read from a snapshot; the
/// transaction takes it only when that one is still the newest.
public final class DeviceLists {
  /// How a list is allowed to change the user's root key.
  public enum RootRule {
    /// The old root key signed the change, or there is none.
    VOUCHED_ONLY,
    /// After a recovery that an administrator let in: the old root key may be lost.
    ANY
  }

  private final Kernel kernel;
  private final Networks networks;
  private final Prekeys prekeys;

  public DeviceLists(Kernel kernel, Networks networks, Prekeys prekeys) {
    this.kernel = kernel;
    this.networks = networks;
    this.prekeys = prekeys;
  }

  /// Verifies version 1 of a new account, with its first device. Keep it by [#keepFirst].
  ListOffer verifyFirst(NetworkId network, UserId user, byte[] signed, NewDevice device) {
    try {
      VerifiedDeviceList list = VerifiedDeviceList.first(signed, network, user);
      checkTimes(list);
      return ListOffer.of(
          Optional.empty(), list, signed, Optional.of(device), kernel.clock().millis());
    } catch (ProtocolException refused) {
      throw ProtocolRefusals.of(refused);
    }
  }

  /// Keeps version 1 in the transaction that makes the person.
  void keepFirst(Tx tx, ListOffer offer) {
    keep(tx, offer);
  }

  /// Takes the user's next list, in a transaction of its own.
  ///
  /// @param alsoWithin runs in the same transaction once the list is taken, or found to be taken
  public ListOutcome follow(
      NetworkId network,
      UserId user,
      byte[] signed,
      Optional<NewDevice> device,
      RootRule rootRule,
      Within alsoWithin) {
    VerifiedDeviceList newest =
        kernel.db().read(tx -> newest(tx, network, user)).orElseThrow(DeviceLists::notThere);
    VerifiedDeviceList next;
    try {
      next = newest.next(signed);
    } catch (ProtocolException refused) {
      if (isStale(refused.error())) {
        return new ListOutcome.Stale(newest.list().version());
      }
      throw ProtocolRefusals.of(refused);
    }
    if (next == newest) {
      return kernel
          .db()
          .tx(tx -> {
            alsoWithin.offeredAgain(tx);
            return new ListOutcome.Accepted();
          });
    }
    checkTimes(next);
    if (rootRule == RootRule.VOUCHED_ONLY
        && next.rootChange() == VerifiedDeviceList.RootChange.UNVOUCHED) {
      throw new Refusal(
          Reason.REASON_NOT_AUTHENTIC, "A new root key must be signed by the old one too.");
    }
    ListOffer offer =
        ListOffer.of(Optional.of(newest), next, signed, device, kernel.clock().millis());
    return kernel.db().tx(tx -> take(tx, offer, alsoWithin));
  }

  /// Takes the next list from one of the user's own devices. The device that it adds, if any, is
  /// the one that the batches are for; their statements name it.
  ListOutcome followOwn(
      NetworkId network,
      UserId user,
      byte[] signed,
      List<UploadedBatch> batches,
      String deviceName) {
    Optional<NewDevice> added =
        PreparedBatch.deviceOf(batches).map(device -> new NewDevice(device, deviceName, batches));
    return follow(network, user, signed, added, RootRule.VOUCHED_ONLY, Within.NOTHING);
  }

  /// What else belongs into the transaction.
  public interface Within {
    Within NOTHING =
        new Within() {
          @Override
          public void taken(Tx tx, List<DeviceId> added) {
            // Only the list.
          }

          @Override
          public void offeredAgain(Tx tx) {
            // It is there.
          }
        };

    /// The list was taken just now.
    ///
    /// @param added the devices that it names and the one before did not
    void taken(Tx tx, List<DeviceId> added);

    /// The list is the present one already: a repeat, or somebody who offers what anybody can read.
    void offeredAgain(Tx tx);
  }

  /// A list of the newest version or before it that is not the one we have: somebody else was
  /// faster.
  private static boolean isStale(ProtocolError error) {
    return error == ProtocolError.LIST_FORK || error == ProtocolError.LIST_ROLLBACK;
  }

  private ListOutcome take(Tx tx, ListOffer offer, Within alsoWithin) {
    NetworkId network = offer.list().network();
    UserId user = offer.list().user();
    Person person = PersonStore.lock(tx, network, user).orElseThrow(DeviceLists::notThere);
    if (person.listVersion() != offer.before()) {
      return new ListOutcome.Stale(person.listVersion());
    }
    if (person.suspended()) {
      throw new Refusal(Reason.REASON_SUSPENDED, "This account is suspended.");
    }
    checkCount(tx, offer);
    keep(tx, offer);
    boolean moved =
        PersonStore.setList(
            tx,
            network,
            user,
            offer.before(),
            offer.list().list().version(),
            offer.list().rootKeyHash());
    if (!moved) {
      throw new Bug("a locked person changed");
    }
    kernel
        .events()
        .publish(tx, new ListChanged(network, user, offer.list(), offer.added(), offer.removed()));
    alsoWithin.taken(tx, offer.added());
    return new ListOutcome.Accepted();
  }

  private void checkCount(Tx tx, ListOffer offer) {
    int most = networks.find(tx, offer.list().network()).policy().devicesMax();
    if (!offer.added().isEmpty() && offer.list().list().devices().size() > most) {
      throw new Refusal(
          Reason.REASON_LIMIT_REACHED,
          "This network lets a person have " + most + " devices. Remove one first.");
    }
  }

  private void keep(Tx tx, ListOffer offer) {
    NetworkId network = offer.list().network();
    UserId user = offer.list().user();
    long now = kernel.clock().millis();
    DeviceStore.insertList(
        tx, network, user, offer.list().list().version(), offer.list().hash(), offer.signed(), now);
    for (DeviceId gone : offer.removed()) {
      DeviceStore.remove(tx, network, user, gone, now);
      prekeys.dropAll(tx, network, gone);
    }
    offer
        .device()
        .ifPresent(device -> {
          if (!DeviceStore.insert(tx, network, user, device.id(), deviceName(device), now)) {
            throw new Refusal(
                Reason.REASON_CONFLICT, "This device id was used before. Draw another.");
          }
          prekeys.store(tx, network, device.id(), offer.batches());
        });
  }

  private static String deviceName(NewDevice device) {
    return device.name().isBlank()
        ? ""
        : Names.name(device.name(), DirectoryLimits.DEVICE_NAME_BYTES_MAX);
  }

  private void checkTimes(VerifiedDeviceList list) {
    long now = kernel.clock().millis();
    if (list.list().issuedAt() > now + DirectoryLimits.CLOCK_SLACK.toMillis()) {
      throw new Refusal(
          Reason.REASON_CLOCK, "The list was issued in the future. Set the device's clock.");
    }
    if (list.list().isExpired(now)) {
      throw new Refusal(Reason.REASON_MALFORMED, "The device list is over. Sign a new one.");
    }
  }

  /// The newest list of a person, its signature verified again; absent when nobody is there.
  public Optional<VerifiedDeviceList> newest(Tx tx, NetworkId network, UserId user) {
    return DeviceStore.newestLists(tx, network, List.of(user)).stream()
        .findFirst()
        .map(stored -> anchored(network, stored));
  }

  /// The newest lists of those of these people who are in the network.
  public Map<UserId, VerifiedDeviceList> newest(Tx tx, NetworkId network, List<UserId> users) {
    Map<UserId, VerifiedDeviceList> found = HashMap.newHashMap(users.size());
    for (DeviceStore.StoredList stored : DeviceStore.newestLists(tx, network, users)) {
      found.put(stored.user(), anchored(network, stored));
    }
    return found;
  }

  /// Takes further batches of prekeys from a signed-in device; says how many one-time prekeys it
  /// has.
  public long upload(
      NetworkId network, UserId user, DeviceId device, List<UploadedBatch> uploaded) {
    VerifiedDeviceList newest =
        kernel.db().read(tx -> newest(tx, network, user)).orElseThrow(DeviceLists::notThere);
    List<PreparedBatch> batches =
        PreparedBatch.verify(uploaded, newest, device, kernel.clock().millis());
    return kernel
        .db()
        .tx(tx -> {
          boolean known =
              batches.stream()
                  .allMatch(each -> isKnown(tx, network, user, each.batch().listHash()));
          if (!known) {
            throw new Refusal(
                Reason.REASON_NOT_AUTHENTIC, "The batch names a device list nobody knows.");
          }
          return prekeys.store(tx, network, device, batches);
        });
  }

  private static VerifiedDeviceList anchored(NetworkId network, DeviceStore.StoredList stored) {
    try {
      return VerifiedDeviceList.anchor(stored.signed(), network, stored.user());
    } catch (ProtocolException broken) {
      throw new Bug("a kept device list does not hold", broken);
    }
  }

  /// Versions after one that the caller has, oldest first, as signed; without any, the last
  /// [DirectoryLimits#LISTS_MAX].
  public List<byte[]> after(Tx tx, NetworkId network, UserId user, long version, long newest) {
    long from = version == 0 ? Math.max(0, newest - DirectoryLimits.LISTS_MAX) : version;
    List<byte[]> signed = new ArrayList<>();
    for (DeviceStore.StoredList list :
        DeviceStore.listsAfter(tx, network, user, from, DirectoryLimits.LISTS_MAX)) {
      signed.add(list.signed());
    }
    return signed;
  }

  /// Those of these people who are in the network, as their newest lists have them.
  public List<ListedPerson> listed(Tx tx, NetworkId network, List<UserId> users) {
    return DeviceStore.listed(tx, network, users);
  }

  /// Locks people until the transaction ends: no list of theirs is taken meanwhile. In the order of
  /// their ids, so that two that lock the same people wait for each other one way only.
  public void lock(Tx tx, NetworkId network, Collection<UserId> users) {
    users.stream().distinct().sorted().forEach(user -> PersonStore.lock(tx, network, user));
  }

  /// When a device was removed, in milliseconds since epoch; empty when it was not.
  public Optional<Long> removedAt(Tx tx, NetworkId network, DeviceId device) {
    return DeviceStore.removedAt(tx, network, device);
  }

  /// The version of a user's list that has this hash, its signature verified again.
  public Optional<VerifiedDeviceList> byHash(
      Tx tx, NetworkId network, UserId user, Hash32 listHash) {
    return DeviceStore.byHash(tx, network, user, listHash).map(list -> anchored(network, list));
  }

  /// Whether this is the hash of any version of the user's list.
  public boolean isKnown(Tx tx, NetworkId network, UserId user, Hash32 listHash) {
    return DeviceStore.hasList(tx, network, user, listHash);
  }

  private static Refusal notThere() {
    return new Refusal(Reason.REASON_NOT_FOUND, "There is no such account.");
  }
}
