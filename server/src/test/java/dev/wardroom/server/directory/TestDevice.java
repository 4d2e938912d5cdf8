package dev.wardroom.server.directory;

import dev.wardroom.server.directory.prekeys.UploadedBatch;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// A device of a [TestUser]: signs batches of prekeys whose public halves are random bytes.
public final class TestDevice {
  private static final int ENCAPSULATION_BYTES = 1568;

  public final DeviceId id = DeviceId.of(random(16));
  public final SigningKey key = new SigningKey();
  private long lastBatch;
  public long lowestGood = 1;

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  public DeviceEntry entry(long addedAt) {
    return DeviceEntry.of(id, key.publicKey(), addedAt, Suite.P521, Suite.P521_MLKEM1024);
  }

  /// The device's next batch of one-time prekeys.
  public UploadedBatch oneTime(DeviceList list, int count, Suite suite) {
    return batch(list, ++lastBatch, PrekeyKind.ONE_TIME, count, suite, list.issuedAt());
  }

  public UploadedBatch standing(DeviceList list, Suite suite) {
    return batch(list, ++lastBatch, PrekeyKind.STANDING, 1, suite, list.issuedAt());
  }

  /// Any batch, signed whatever it says.
  public UploadedBatch batch(
      DeviceList list, long number, PrekeyKind kind, int count, Suite suite, long createdAt) {
    List<Bytes> agreement = new ArrayList<>();
    List<Bytes> encapsulation = new ArrayList<>();
    List<Hash32> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] point = random(P521PublicKey.LENGTH);
      point[0] = 0x04;
      agreement.add(Bytes.wrap(point));
      encapsulation.add(
          suite.isPostQuantum() ? Bytes.wrap(random(ENCAPSULATION_BYTES)) : Bytes.EMPTY);
      leaves.add(
          PublicPrekey.leafOf(new PrekeyId(number, i), agreement.get(i), encapsulation.get(i)));
    }
    PrekeyBatch batch =
        new PrekeyBatch(
            list.network(),
            list.user(),
            id,
            list.hash(),
            number,
            Math.min(lowestGood, number),
            suite,
            kind,
            count,
            createdAt,
            createdAt + Duration.ofDays(30).toMillis(),
            new MerkleTree(leaves).root());
    return new UploadedBatch(key.signed(batch.encode()), agreement, encapsulation);
  }
}
