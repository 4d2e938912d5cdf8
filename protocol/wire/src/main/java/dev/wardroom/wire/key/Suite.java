package dev.wardroom.wire.key;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.util.Arrays;

/// How a message key is wrapped for one device. Higher numbers are preferred.
public enum Suite {
  /// HPKE mode_base: DHKEM(P-521, HKDF-SHA512), HKDF-SHA512, AES-256-GCM.
  P521(1),
  /// HPKE mode_psk with the same primitives; the psk comes from ML-KEM-1024.
  P521_MLKEM1024(2);

  private final int code;

  Suite(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// Throws UNSUPPORTED_SUITE.
  public static Suite fromCode(int code) throws ProtocolException {
    return Arrays.stream(values())
        .filter(suite -> suite.code == code)
        .findFirst()
        .orElseThrow(() -> new ProtocolException(ProtocolError.UNSUPPORTED_SUITE, "code"));
  }

  public static Suite read(CanonicalReader reader) throws ProtocolException {
    return fromCode(reader.u8());
  }

  public boolean isPostQuantum() {
    return this == P521_MLKEM1024;
  }
}
