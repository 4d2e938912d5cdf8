package dev.wardroom.client.people;

import com.google.protobuf.ByteString;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.GetDeviceListsRequest;
import dev.wardroom.schema.v1.GetDeviceListsResponse;
import dev.wardroom.schema.v1.KnownList;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The device lists of everybody one writes to. Thread-safe.
public final class DeviceLists {

  private static final int USERS_PER_CALL_MAX = 500;

  /// Told about news after they are saved.
  public interface Changes {
    /// @param before absent when the user is met for the first time
    void listChanged(Optional<VerifiedDeviceList> before, VerifiedDeviceList now);
  }

  private final Local local;
  private final NetworkId network;
  private final @Nullable DeviceApi api;
  private final Changes changes;
  private final DeviceListStore store = new DeviceListStore();
  private final Map<UserId, VerifiedDeviceList> pinned = new ConcurrentHashMap<>();

  public DeviceLists(Local local, NetworkId network, @Nullable DeviceApi api, Changes changes) {
    this.local = local;
    this.network = network;
    this.api = api;
    this.changes = changes;
  }

  /// For pinning before there is a session; asking the server is a fault then.
  public static DeviceLists offline(Local local, NetworkId network) {
    return new DeviceLists(local, network, null, (_, _) -> {});
  }

  /// The pinned list, from memory or the store; does not ask the server.
  public Optional<VerifiedDeviceList> known(UserId user) {
    VerifiedDeviceList cached = pinned.get(user);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<VerifiedDeviceList> saved =
        local.db().tx(tx -> store.newest(tx, user)).map(bytes -> own(bytes, user));
    saved.ifPresent(list -> pinned.merge(user, list, DeviceLists::newer));
    return saved;
  }

  /// The pinned list, asked for when this user was never met.
  public VerifiedDeviceList require(UserId user) throws ProtocolException {
    Optional<VerifiedDeviceList> saved = known(user);
    if (saved.isPresent()) {
      return saved.get();
    }
    refresh(List.of(user));
    return known(user)
        .orElseThrow(() -> new ProtocolException(ProtocolError.LIST_UNKNOWN, "no such user"));
  }

  /// The version with this hash; asks the server for newer ones when it is not known.
  ///
  /// @throws ProtocolException LIST_UNKNOWN when there is none
  public VerifiedDeviceList byHash(UserId user, Hash32 hash) throws ProtocolException {
    Optional<VerifiedDeviceList> found = knownByHash(user, hash);
    if (found.isEmpty()) {
      refresh(List.of(user));
      found = knownByHash(user, hash);
    }
    return found.orElseThrow(
        () -> new ProtocolException(ProtocolError.LIST_UNKNOWN, "device list of a sender"));
  }

  /// The newest version held that was issued at this time or before; does not ask the server.
  public Optional<VerifiedDeviceList> issuedBy(UserId user, long time) {
    Optional<VerifiedDeviceList> newest = known(user);
    return newest.isEmpty() || newest.get().list().issuedAt() <= time
        ? newest
        : local.db().tx(tx -> store.issuedBy(tx, user, time)).map(bytes -> own(bytes, user));
  }

  /// When the first version that names this device as removed was issued, milliseconds since epoch;
  /// does not ask the server.
  ///
  /// @return 0 when no version does
  public long removedAt(UserId user, DeviceId device) {
    return local.db().tx(tx -> store.all(tx, user)).stream()
        .map(bytes -> own(bytes, user).list())
        .filter(list -> list.removed().contains(device))
        .mapToLong(DeviceList::issuedAt)
        .findFirst()
        .orElse(0);
  }

  /// As [#byHash], without asking the server.
  public Optional<VerifiedDeviceList> knownByHash(UserId user, Hash32 hash) {
    Optional<VerifiedDeviceList> newest = known(user).filter(list -> list.hash().equals(hash));
    return newest.isPresent()
        ? newest
        : local.db().tx(tx -> store.byHash(tx, user, hash)).map(bytes -> own(bytes, user));
  }

  /// Fetches what is newer, verifies it against the pins and moves them.
  ///
  /// @throws ProtocolException when a list does not hold: nothing of that user's answer is kept
  public void refresh(Collection<UserId> users) throws ProtocolException {
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += USERS_PER_CALL_MAX) {
      refreshPart(all.subList(from, Math.min(all.size(), from + USERS_PER_CALL_MAX)));
    }
  }

  private void refreshPart(List<UserId> users) throws ProtocolException {
    GetDeviceListsRequest.Builder request = GetDeviceListsRequest.newBuilder();
    for (UserId user : users) {
      long version = known(user).map(list -> list.list().version()).orElse(0L);
      request.addUsers(
          KnownList.newBuilder()
              .setUserId(ByteString.copyFrom(user.toArray()))
              .setVersion(version));
    }
    GetDeviceListsResponse response =
        Objects.requireNonNull(api, "no session yet").call(Rpcs.GET_DEVICE_LISTS, request.build());
    for (dev.wardroom.schema.v1.DeviceLists lists : response.getUsersList()) {
      UserId user = UserId.fromWire(lists.getUserId().toByteArray());
      if (users.contains(user)) {
        take(user, lists.getListsSignedList().stream().map(ByteString::toByteArray).toList());
      }
    }
  }

  /// Verifies a run of versions that continues (or begins) the chain, and pins the newest.
  public void take(UserId user, List<byte[]> signed) throws ProtocolException {
    if (signed.isEmpty()) {
      return;
    }
    Optional<VerifiedDeviceList> before = known(user);
    List<VerifiedDeviceList> verified = new ArrayList<>();
    VerifiedDeviceList newest = before.orElse(null);
    for (byte[] list : signed) {
      newest = newest == null ? VerifiedDeviceList.anchor(list, network, user) : newest.next(list);
      verified.add(newest);
    }
    VerifiedDeviceList last = verified.getLast();
    local.db().write(tx -> verified.forEach(list -> store.save(tx, list)));
    pinned.merge(user, last, DeviceLists::newer);
    if (before.isEmpty() || last.list().version() > before.get().list().version()) {
      changes.listChanged(before, last);
    }
  }

  /// A list that this program signed or verified itself, saved with the caller's transaction.
  public void pin(Tx tx, VerifiedDeviceList list) {
    store.save(tx, list);
    tx.afterCommit(() -> pinned.merge(list.user(), list, DeviceLists::newer));
  }

  private VerifiedDeviceList own(byte[] signed, UserId user) {
    try {
      return VerifiedDeviceList.anchor(signed, network, user);
    } catch (ProtocolException e) {
      throw new StoreFailure("a device list in the home folder is damaged", e);
    }
  }

  private static VerifiedDeviceList newer(VerifiedDeviceList one, VerifiedDeviceList other) {
    return one.list().version() >= other.list().version() ? one : other;
  }
}
