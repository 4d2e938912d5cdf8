package dev.wardroom.core.message;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A user with devices and every version of the device list.
final class TestPerson {
  final NetworkId network;
  final UserId user;
  RootKey root = RootKey.generate(RandomSource.system());
  final Map<DeviceId, DeviceKey> keys = new LinkedHashMap<>();
  final List<VerifiedDeviceList> lists = new ArrayList<>();

  TestPerson(NetworkId network, long now, int devices) throws ProtocolException {
    this.network = network;
    this.user = UserId.of(RandomSource.system().bytes(16));
    List<DeviceEntry> entries = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      entries.add(newDevice(now, Suite.P521, Suite.P521_MLKEM1024));
    }
    DeviceList first =
        new DeviceList(
            network,
            user,
            root.publicKey(),
            1,
            Hash32.ZERO,
            now,
            now + TestWorld.YEAR,
            entries,
            List.of());
    lists.add(VerifiedDeviceList.first(root.sign(first).encode(), network, user));
  }

  DeviceEntry newDevice(long now, Suite... suites) {
    DeviceId id = DeviceId.of(RandomSource.system().bytes(16));
    DeviceKey key = DeviceKey.generate(RandomSource.system());
    keys.put(id, key);
    return DeviceEntry.of(id, key.publicKey(), now, suites);
  }

  VerifiedDeviceList list() {
    return lists.getLast();
  }

  DeviceId device(int index) {
    return list().list().devices().get(index).id();
  }

  DeviceKey key(DeviceId device) {
    return Objects.requireNonNull(keys.get(device));
  }

  void change(long now, List<DeviceEntry> added, List<DeviceId> removed) throws ProtocolException {
    DeviceList next = list().list().successor(now, now + TestWorld.YEAR, added, removed);
    lists.add(list().next(root.sign(next).encode()));
  }

  /// A new root key, vouched for by the old one or not.
  void replaceRoot(long now, boolean vouched) throws ProtocolException {
    RootKey next = RootKey.generate(RandomSource.system());
    DeviceEntry device = newDevice(now, Suite.P521, Suite.P521_MLKEM1024);
    DeviceList list =
        list().list().replaced(next.publicKey(), now, now + TestWorld.YEAR, List.of(device));
    byte[] signed = (vouched ? next.signReplacing(list, root) : next.sign(list)).encode();
    lists.add(list().next(signed));
    root = next;
  }
}
