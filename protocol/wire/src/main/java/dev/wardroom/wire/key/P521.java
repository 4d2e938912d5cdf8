package dev.wardroom.wire.key;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/// Constants and checks of the curve P-521 (FIPS 186-5, SEC 2 §2.9.1). Public values only: the
/// arithmetic here is not constant-time.
final class P521 {
  static final int COORDINATE_LENGTH = 66;

  private static final int PRIME_BITS = 521;
  static final BigInteger PRIME = BigInteger.TWO.pow(PRIME_BITS).subtract(BigInteger.ONE);
  private static final BigInteger PRIME_LESS_THREE = PRIME.subtract(BigInteger.valueOf(3));
  static final BigInteger ORDER =
      new BigInteger(
          "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
              + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
          16);
  private static final BigInteger B =
      new BigInteger(
          "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef1"
              + "09e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
          16);

  private static final byte[] ORDER_BYTES = toBytes(ORDER);
  private static final byte[] HALF_ORDER_BYTES = toBytes(ORDER.shiftRight(1));

  /// SubjectPublicKeyInfo up to the point (RFC 5480), so that a provider parses it.
  static final byte[] SPKI_PREFIX =
      HexFormat.of().parseHex("30819b301006072a8648ce3d020106052b81040023038186" + "00");

  private P521() {}

  /// y² = x³ − 3x + b, for coordinates below p.
  static boolean isOnCurve(BigInteger x, BigInteger y) {
    BigInteger squareLessThree = reduce(x.multiply(x)).add(PRIME_LESS_THREE);
    BigInteger right = reduce(squareLessThree.multiply(x).add(B));
    return right.equals(reduce(y.multiply(y)));
  }

  /// Modulo 2^521 − 1 by folding, four times as fast as a division. The result is below p.
  private static BigInteger reduce(BigInteger value) {
    BigInteger folded = value;
    while (folded.bitLength() > PRIME_BITS) {
      folded = folded.and(PRIME).add(folded.shiftRight(PRIME_BITS));
    }
    return folded.equals(PRIME) ? BigInteger.ZERO : folded;
  }

  /// 0 < value < n.
  static boolean isScalar(byte[] bytes, int from) {
    return isNonZero(bytes, from) && compare(bytes, from, ORDER_BYTES) < 0;
  }

  /// 0 < value ≤ n/2.
  static boolean isLow(byte[] bytes, int from) {
    return isNonZero(bytes, from) && compare(bytes, from, HALF_ORDER_BYTES) <= 0;
  }

  static byte[] toBytes(BigInteger value) {
    byte[] bytes = new byte[COORDINATE_LENGTH];
    byte[] big = value.toByteArray();
    int length = Math.min(big.length, COORDINATE_LENGTH);
    System.arraycopy(big, big.length - length, bytes, COORDINATE_LENGTH - length, length);
    return bytes;
  }

  private static int compare(byte[] bytes, int from, byte[] limit) {
    return Arrays.compareUnsigned(
        bytes, from, from + COORDINATE_LENGTH, limit, 0, COORDINATE_LENGTH);
  }

  private static boolean isNonZero(byte[] bytes, int from) {
    int bits = 0;
    for (int i = from; i < from + COORDINATE_LENGTH; i++) {
      bits |= bytes[i];
    }
    return bits != 0;
  }
}
