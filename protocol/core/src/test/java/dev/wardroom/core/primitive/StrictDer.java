package dev.wardroom.core.primitive;

import java.math.BigInteger;
import java.util.Arrays;

/// Reads an ECDSA-Sig-Value that is exactly the DER of two positive integers of at most 66 bytes,
/// and nothing else.
final class StrictDer {
  private static final int COORDINATE_LENGTH = 66;

  private StrictDer() {}

  /// 132 bytes, or an empty array for anything that is not this one encoding.
  static byte[] toFixed(byte[] der) {
    int at = 3;
    if (der.length >= 2 && der[0] == 0x30 && (der[1] & 0xff) < 0x80) {
      at = 2;
    }
    BigInteger r = integer(der, at);
    BigInteger s = r == null ? null : integer(der, at + 2 + length(r));
    if (r == null || s == null || !Arrays.equals(encode(r, s), der)) {
      return new byte[0];
    }
    byte[] fixed = new byte[2 * COORDINATE_LENGTH];
    if (!put(r, fixed, 0) || !put(s, fixed, COORDINATE_LENGTH)) {
      return new byte[0];
    }
    return fixed;
  }

  private static @org.jspecify.annotations.Nullable BigInteger integer(byte[] der, int at) {
    if (at + 2 > der.length || der[at] != 0x02) {
      return null;
    }
    int length = der[at + 1] & 0xff;
    if (length == 0 || length >= 0x80 || at + 2 + length > der.length) {
      return null;
    }
    return new BigInteger(der, at + 2, length);
  }

  private static int length(BigInteger value) {
    return value.toByteArray().length;
  }

  private static byte[] encode(BigInteger r, BigInteger s) {
    byte[] one = r.toByteArray();
    byte[] two = s.toByteArray();
    int body = 4 + one.length + two.length;
    byte[] header =
        body < 0x80 ? new byte[] {0x30, (byte) body} : new byte[] {0x30, (byte) 0x81, (byte) body};
    byte[] der = Arrays.copyOf(header, header.length + body);
    int at = header.length;
    for (byte[] integer : new byte[][] {one, two}) {
      der[at++] = 0x02;
      der[at++] = (byte) integer.length;
      System.arraycopy(integer, 0, der, at, integer.length);
      at += integer.length;
    }
    return der;
  }

  private static boolean put(BigInteger value, byte[] fixed, int from) {
    if (value.signum() < 0 || value.bitLength() > 8 * COORDINATE_LENGTH) {
      return false;
    }
    byte[] bytes = value.toByteArray();
    int skip = bytes.length > COORDINATE_LENGTH ? bytes.length - COORDINATE_LENGTH : 0;
    int length = bytes.length - skip;
    System.arraycopy(bytes, skip, fixed, from + COORDINATE_LENGTH - length, length);
    return true;
  }
}
