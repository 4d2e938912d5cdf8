package dev.wardroom.server.mailbox.store;

import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.prekey.PrekeyId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;

/// Which prekey of which device a claim gave: 22 bytes each, by rising device id.
///
/// ```
/// device id (16) || batch (4, big-endian) || index (2)
/// ```
///
/// Immutable.
public final class ClaimedPrekeys {
  private static final int BYTES = DeviceId.LENGTH + Integer.BYTES + Short.BYTES;

  private final byte[] packed;

  private ClaimedPrekeys(byte[] packed) {
    this.packed = packed;
  }

  public static ClaimedPrekeys of(SortedMap<DeviceId, PrekeyId> given) {
    ByteBuffer buffer = ByteBuffer.allocate(given.size() * BYTES);
    given.forEach((device, prekey) ->
        buffer
            .put(device.bytes().unsafeArray())
            .putInt((int) prekey.batch())
            .putShort((short) prekey.index()));
    return new ClaimedPrekeys(buffer.array());
  }

  /// As it was stored.
  static ClaimedPrekeys decode(byte[] packed) {
    return new ClaimedPrekeys(packed);
  }

  byte[] encode() {
    return packed;
  }

  /// The prekey that the claim gave of this device; empty when it gave none.
  public Optional<PrekeyId> find(DeviceId device) {
    byte[] wanted = device.bytes().unsafeArray();
    int low = 0;
    int high = packed.length / BYTES - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = middle * BYTES;
      int order =
          Arrays.compareUnsigned(packed, at, at + DeviceId.LENGTH, wanted, 0, DeviceId.LENGTH);
      if (order == 0) {
        ByteBuffer found =
            ByteBuffer.wrap(packed, at + DeviceId.LENGTH, Integer.BYTES + Short.BYTES);
        return Optional.of(
            new PrekeyId(Integer.toUnsignedLong(found.getInt()), found.getShort() & 0xffff));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }
}
