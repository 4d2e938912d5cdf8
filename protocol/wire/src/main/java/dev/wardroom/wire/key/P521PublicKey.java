package dev.wardroom.wire.key;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/// A point of P-521, uncompressed, 133 bytes, validated once when it is made: length, leading 0x04,
/// both coordinates below p, on the curve (check K-01). The curve has prime order, so that every
/// such point is good for key agreement (NIST SP 800-56A §5.6.2.3.3).
///
/// The provider's form is parsed on first use and kept, so that a key that is used often is neither
/// parsed nor validated again. Equality is equality of the bytes. Immutable, thread-safe.
public final class P521PublicKey {
  public static final int LENGTH = 133;

  private final Bytes encoded;
  private volatile @Nullable PublicKey parsed;

  private P521PublicKey(Bytes encoded) {
    this.encoded = encoded;
  }

  /// Throws KEY_INVALID: one error for all ways to fail.
  public static P521PublicKey fromWire(byte[] point) throws ProtocolException {
    return checked(Bytes.of(point));
  }

  public static P521PublicKey read(CanonicalReader reader) throws ProtocolException {
    return checked(reader.fixed(LENGTH));
  }

  /// A key that is known to be valid, because this program made or checked it before; anything else
  /// is a bug.
  public static P521PublicKey of(byte[] point) {
    try {
      return fromWire(point);
    } catch (ProtocolException e) {
      throw new IllegalArgumentException("not a valid P-521 point", e);
    }
  }

  private static P521PublicKey checked(Bytes point) throws ProtocolException {
    byte[] bytes = point.unsafeArray();
    if (bytes.length != LENGTH || bytes[0] != 0x04) {
      throw invalid();
    }
    BigInteger x = new BigInteger(1, bytes, 1, P521.COORDINATE_LENGTH);
    BigInteger y = new BigInteger(1, bytes, 1 + P521.COORDINATE_LENGTH, P521.COORDINATE_LENGTH);
    if (x.compareTo(P521.PRIME) >= 0 || y.compareTo(P521.PRIME) >= 0 || !P521.isOnCurve(x, y)) {
      throw invalid();
    }
    return new P521PublicKey(point);
  }

  private static ProtocolException invalid() {
    return new ProtocolException(ProtocolError.KEY_INVALID, "P-521 point");
  }

  /// 133 bytes.
  public Bytes bytes() {
    return encoded;
  }

  public byte[] toArray() {
    return encoded.toArray();
  }

  /// For comparing and naming a key, under the label of its use.
  public Hash32 hash(String label) {
    return Hash32.of(label, encoded);
  }

  /// The preferred provider's form of this key.
  public PublicKey toJca() {
    PublicKey key = parsed;
    if (key == null) {
      key = toJca(CryptoProviders.preferred());
      parsed = key;
    }
    return key;
  }

  /// Another provider's form, parsed anew.
  public PublicKey toJca(CryptoProviders providers) {
    byte[] spki = new byte[P521.SPKI_PREFIX.length + LENGTH];
    System.arraycopy(P521.SPKI_PREFIX, 0, spki, 0, P521.SPKI_PREFIX.length);
    System.arraycopy(encoded.unsafeArray(), 0, spki, P521.SPKI_PREFIX.length, LENGTH);
    try {
      return providers.ecKeyFactory().generatePublic(new X509EncodedKeySpec(spki));
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("the provider refuses a validated point", e);
    }
  }

  /// Whether the signature over these bytes is this key's.
  public boolean verifies(P521Signature signature, byte[] message) {
    try {
      return CryptoProviders.preferred()
          .verifies(toJca(), message, signature.bytes().unsafeArray());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the provider refuses its own key", e);
    }
  }

  /// Throws SIGNATURE_INVALID unless the signature over these bytes is this key's.
  public void check(P521Signature signature, byte[] message) throws ProtocolException {
    if (!verifies(signature, message)) {
      throw new ProtocolException(ProtocolError.SIGNATURE_INVALID, "ECDSA");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof P521PublicKey key && encoded.equals(key.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return "P521PublicKey[" + encoded.toHex().substring(2, 18) + "…]";
  }
}
