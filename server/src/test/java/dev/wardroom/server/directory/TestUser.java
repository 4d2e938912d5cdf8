package dev.wardroom.server.directory;

import dev.wardroom.server.directory.prekeys.UploadedBatch;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A user with a root key and one first device, who signs device lists.
public final class TestUser {
  private static final long LIST_LIFE_MILLIS = Duration.ofDays(365).toMillis();

  public final NetworkId network;
  public final UserId user;
  public SigningKey root = new SigningKey();
  public final TestDevice first = new TestDevice();
  public DeviceList list;
  private final Map<DeviceList, byte[]> drawn = new HashMap<>();

  public TestUser(NetworkId network, long now) {
    this(network, UserId.of(TestDevice.random(16)), now);
  }

  TestUser(NetworkId network, UserId user, long now) {
    this.network = network;
    this.user = user;
    this.list =
        new DeviceList(
            network,
            user,
            root.publicKey(),
            1,
            Hash32.ZERO,
            now,
            now + LIST_LIFE_MILLIS,
            List.of(first.entry(now)),
            List.of());
  }

  /// The present list, the same bytes each time.
  public byte[] listSigned() {
    return signed(list);
  }

  /// The next list; keep it in [#list] once it is accepted.
  public DeviceList next(long now, List<TestDevice> added, List<DeviceId> removed) {
    List<DeviceEntry> entries = added.stream().map(device -> device.entry(now)).toList();
    return list.successor(now, now + LIST_LIFE_MILLIS, entries, removed);
  }

  /// A list as signed, the same bytes each time: a signature is drawn once.
  public byte[] signed(DeviceList offered) {
    return drawn.computeIfAbsent(offered, each -> root.signed(each.encode()));
  }

  /// The next list under a fresh root key, signed by the old one too when it vouches.
  public byte[] replaced(long now, TestDevice device, boolean vouched) {
    SigningKey fresh = new SigningKey();
    DeviceList offered =
        list.replaced(fresh.publicKey(), now, now + LIST_LIFE_MILLIS, List.of(device.entry(now)));
    byte[] body = offered.encode();
    list = offered;
    P521Signature own = fresh.signature(body);
    byte[] signed =
        vouched
            ? SignedBytes.of(body, own, root.signature(body)).encode()
            : SignedBytes.of(body, own).encode();
    root = fresh;
    return signed;
  }

  /// What comes with a device in small: four one-time prekeys and a standing one, of suite 1.
  public static List<UploadedBatch> fewPrekeys(TestDevice device, DeviceList list) {
    return List.of(device.oneTime(list, 4, Suite.P521), device.standing(list, Suite.P521));
  }

  public NewDevice firstDevice() {
    return new NewDevice(first.id, "first", fewPrekeys(first, list));
  }

  public static NewDevice newDevice(TestDevice device, DeviceList list) {
    return new NewDevice(device.id, "further", fewPrekeys(device, list));
  }
}
