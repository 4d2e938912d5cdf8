package dev.wardroom.wire.key;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.math.BigInteger;

/// An ECDSA signature: r || s, 66 bytes each, with 0 < r < n and 0 < s ≤ n/2 (check K-02). For
/// every signature (r, s), (r, n − s) is one too; only the lower one is the protocol's, so that
/// nobody can change a signature that somebody else made.
public record P521Signature(Bytes bytes) {
  public static final int LENGTH = 132;

  public P521Signature {
    if (!isCanonical(bytes)) {
      throw new IllegalArgumentException("not a low-s signature");
    }
  }

  /// Throws SIGNATURE_FORM for a wrong length, a value out of range, or a high s.
  public static P521Signature fromWire(byte[] bytes) throws ProtocolException {
    return checked(Bytes.of(bytes));
  }

  public static P521Signature read(CanonicalReader reader) throws ProtocolException {
    return checked(reader.fixed(LENGTH));
  }

  /// What a signer's library returned, brought to the low s.
  public static P521Signature normalised(byte[] signature) {
    if (signature.length != LENGTH) {
      throw new IllegalArgumentException("a P-521 signature is 132 bytes");
    }
    byte[] low = signature.clone();
    if (!P521.isLow(low, P521.COORDINATE_LENGTH)) {
      BigInteger s = new BigInteger(1, low, P521.COORDINATE_LENGTH, P521.COORDINATE_LENGTH);
      byte[] other = P521.toBytes(P521.ORDER.subtract(s));
      System.arraycopy(other, 0, low, P521.COORDINATE_LENGTH, P521.COORDINATE_LENGTH);
    }
    return new P521Signature(Bytes.wrap(low));
  }

  public byte[] toArray() {
    return bytes.toArray();
  }

  private static P521Signature checked(Bytes bytes) throws ProtocolException {
    if (!isCanonical(bytes)) {
      throw new ProtocolException(ProtocolError.SIGNATURE_FORM, "r || s with a low s");
    }
    return new P521Signature(bytes);
  }

  private static boolean isCanonical(Bytes bytes) {
    byte[] value = bytes.unsafeArray();
    return value.length == LENGTH
        && P521.isScalar(value, 0)
        && P521.isLow(value, P521.COORDINATE_LENGTH);
  }
}
