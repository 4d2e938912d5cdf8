package dev.wardroom.core.account;

import dev.wardroom.core.RandomSource;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;

/// How a password is hashed. The server hands these out at sign-in, and could hand out weak ones:
/// the floors hold whatever it says; the ceilings keep it from stalling a client.
///
/// @param salt 16 bytes
public record PasswordParameters(Bytes salt, int memoryKib, int passes, int lanes) {
  public static final int SALT_LENGTH = 16;
  public static final int MEMORY_KIB_MIN = 65_536;
  public static final int MEMORY_KIB_MAX = 1_048_576;
  public static final int PASSES_MIN = 3;
  public static final int PASSES_MAX = 16;
  public static final int LANES_MAX = 8;

  public PasswordParameters {
    if (!isSound(salt, memoryKib, passes, lanes)) {
      throw new IllegalArgumentException("Argon2id parameters outside floors and ceilings");
    }
  }

  /// The floors, with a new salt.
  public static PasswordParameters fresh(RandomSource random) {
    return new PasswordParameters(
        Bytes.wrap(random.bytes(SALT_LENGTH)), MEMORY_KIB_MIN, PASSES_MIN, 1);
  }

  /// Throws PARAMETERS_TOO_WEAK outside floors and ceilings.
  public static PasswordParameters fromWire(byte[] salt, int memoryKib, int passes, int lanes)
      throws ProtocolException {
    Bytes copy = Bytes.of(salt);
    if (!isSound(copy, memoryKib, passes, lanes)) {
      throw new ProtocolException(ProtocolError.PARAMETERS_TOO_WEAK, "Argon2id");
    }
    return new PasswordParameters(copy, memoryKib, passes, lanes);
  }

  static PasswordParameters read(CanonicalReader reader) throws ProtocolException {
    Bytes salt = reader.fixed(SALT_LENGTH);
    long memoryKib = reader.u32();
    return fromWire(
        salt.unsafeArray(), (int) Math.min(memoryKib, Integer.MAX_VALUE), reader.u8(), reader.u8());
  }

  void write(CanonicalWriter writer) {
    writer.fixed(salt).u32(memoryKib).u8(passes).u8(lanes);
  }

  private static boolean isSound(Bytes salt, int memoryKib, int passes, int lanes) {
    return salt.length() == SALT_LENGTH
        && memoryKib >= MEMORY_KIB_MIN
        && memoryKib <= MEMORY_KIB_MAX
        && passes >= PASSES_MIN
        && passes <= PASSES_MAX
        && lanes >= 1
        && lanes <= LANES_MAX;
  }
}
