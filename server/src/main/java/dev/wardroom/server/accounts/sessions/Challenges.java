package dev.wardroom.server.accounts.sessions;

import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.accounts.secrets.ServerSecrets;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.wire.id.DeviceId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/// Challenges without memory: `u64 time || 8 random bytes || 16 bytes of a MAC over both and the
/// device id`. Any node checks another's, and a flood of them costs no memory. That one is answered
/// once is seen to by the unique nonce of the session that it makes.
final class Challenges {
  private static final int RANDOM_BYTES = 8;
  private static final int MAC_BYTES = 16;
  static final int LENGTH = Long.BYTES + RANDOM_BYTES + MAC_BYTES;

  private final Kernel kernel;
  private final ServerSecrets secrets;

  Challenges(Kernel kernel, ServerSecrets secrets) {
    this.kernel = kernel;
    this.secrets = secrets;
  }

  byte[] draw(DeviceId device) {
    byte[] head =
        ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES)
            .putLong(kernel.clock().millis())
            .put(kernel.random().bytes(RANDOM_BYTES))
            .array();
    return ByteBuffer.allocate(LENGTH).put(head).put(mac(head, device)).array();
  }

  /// Whether we drew it for this device within the last minute.
  boolean isGood(byte[] nonce, DeviceId device) {
    if (nonce.length != LENGTH) {
      return false;
    }
    byte[] head = Arrays.copyOf(nonce, Long.BYTES + RANDOM_BYTES);
    byte[] mac = Arrays.copyOfRange(nonce, head.length, LENGTH);
    if (!MessageDigest.isEqual(mac, mac(head, device))) {
      return false;
    }
    long age = kernel.clock().millis() - ByteBuffer.wrap(head).getLong();
    return age >= 0 && age <= AccountLimits.CHALLENGE_LIFE.toMillis();
  }

  private byte[] mac(byte[] head, DeviceId device) {
    return Arrays.copyOf(
        secrets.mac(ServerSecrets.Purpose.CHALLENGES, head, device.toArray()), MAC_BYTES);
  }
}
