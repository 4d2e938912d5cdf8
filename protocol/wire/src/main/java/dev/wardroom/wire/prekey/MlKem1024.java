package dev.wardroom.wire.prekey;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;

/// Lengths of ML-KEM-1024 and the input check of FIPS 203 §7.2 on an encapsulation key.
public final class MlKem1024 {
  public static final int ENCAPSULATION_KEY_LENGTH = 1568;
  public static final int CIPHERTEXT_LENGTH = 1568;
  public static final int SEED_LENGTH = 64;
  public static final int SECRET_LENGTH = 32;

  private static final int MODULUS = 3329;
  private static final int COEFFICIENT_BYTES = 1536;

  private MlKem1024() {}

  /// Throws KEY_INVALID for a wrong length or a 12-bit coefficient that is not below 3329 (check
  /// K-03).
  public static void checkEncapsulationKey(byte[] key) throws ProtocolException {
    boolean good = key.length == ENCAPSULATION_KEY_LENGTH;
    for (int i = 0; good && i < COEFFICIENT_BYTES; i += 3) {
      int low = (key[i] & 0xff) | ((key[i + 1] & 0x0f) << 8);
      int high = ((key[i + 1] & 0xff) >> 4) | ((key[i + 2] & 0xff) << 4);
      good = low < MODULUS && high < MODULUS;
    }
    if (!good) {
      throw new ProtocolException(ProtocolError.KEY_INVALID, "ML-KEM-1024 key");
    }
  }
}
