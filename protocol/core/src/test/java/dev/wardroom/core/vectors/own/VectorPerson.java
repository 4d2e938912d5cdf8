package dev.wardroom.core.vectors.own;

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
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.List;

/// A user with one device, from seeded random.
final class VectorPerson {
  static final long DAY = 86_400_000L;
  static final long NOW = 1_800_000_000_000L;

  final RootKey root;
  final UserId user;
  final DeviceId device;
  final DeviceKey key;
  final DeviceList list;
  final SignedBytes signed;
  final VerifiedDeviceList verified;

  /// From version 1 on.
  final List<SignedBytes> versions = new ArrayList<>();

  VectorPerson(NetworkId network, RandomSource random) throws ProtocolException {
    this(network, random, NOW - DAY, NOW + 365 * DAY);
  }

  VectorPerson(NetworkId network, RandomSource random, long issuedAt, long notAfter)
      throws ProtocolException {
    root = RootKey.generate(random);
    user = UserId.of(random.bytes(16));
    device = DeviceId.of(random.bytes(16));
    key = DeviceKey.generate(random);
    list =
        new DeviceList(
            network,
            user,
            root.publicKey(),
            1,
            Hash32.ZERO,
            issuedAt,
            notAfter,
            List.of(
                DeviceEntry.of(
                    device, key.publicKey(), NOW - DAY, Suite.P521, Suite.P521_MLKEM1024)),
            List.of());
    signed = root.sign(list);
    versions.add(signed);
    verified = VerifiedDeviceList.first(signed.encode(), network, user);
  }

  /// The next version, with one more device.
  DeviceList next(RandomSource random) {
    DeviceEntry added =
        DeviceEntry.of(
            DeviceId.of(random.bytes(16)),
            DeviceKey.generate(random).publicKey(),
            NOW,
            Suite.P521_MLKEM1024);
    return list.successor(NOW, NOW + 365 * DAY, List.of(added), List.of());
  }
}
