package dev.wardroom.core.primitive;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.CryptoProviders;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/// A P-521 private key in the provider's form, with its public half. Used for one purpose only:
/// either signing or key agreement. Thread-safe until it is closed.
public final class P521PrivateKey implements AutoCloseable {
  public static final int SCALAR_LENGTH = 66;

  private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp521r1");

  /// PrivateKeyInfo (RFC 5958) with an ECPrivateKey (RFC 5915): scalar, then the public key.
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of()
          .parseHex("3081ee020100301006072a8648ce3d020106052b810400230481d63081d30201010442");

  private static final byte[] PKCS8_MIDDLE = HexFormat.of().parseHex("a18189038186" + "00");
  private static final byte[] SCALAR_MARK = HexFormat.of().parseHex("0201010442");

  private final PrivateKey key;
  private final P521PublicKey publicKey;

  private P521PrivateKey(PrivateKey key, P521PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /// A new key: drawn by the provider, or, from a source that is not the system's, a scalar drawn
  /// from it (uniform by rejection, FIPS 186-5 A.2.2).
  public static P521PrivateKey generate(RandomSource random) {
    if (random.isSystem()) {
      KeyPair pair = CryptoProviders.preferred().p521Generator().generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] point = Arrays.copyOfRange(spki, spki.length - P521PublicKey.LENGTH, spki.length);
      return new P521PrivateKey(pair.getPrivate(), P521PublicKey.of(point));
    }
    while (true) {
      byte[] candidate = random.bytes(SCALAR_LENGTH);
      candidate[0] &= 1;
      if (isScalar(candidate)) {
        return ofChecked(candidate);
      }
    }
  }

  /// From the scalar alone; computes the public point. Throws KEY_INVALID unless 0 < scalar < n.
  public static P521PrivateKey fromScalar(SecretBytes scalar) throws ProtocolException {
    byte[] bytes = scalar.read(SecretAccess.granted());
    if (bytes.length != SCALAR_LENGTH || !isScalar(bytes)) {
      throw new ProtocolException(ProtocolError.KEY_INVALID, "scalar");
    }
    return ofChecked(bytes.clone());
  }

  /// From a scalar and its public key, both stored by this program. Throws KEY_INVALID when the
  /// provider refuses the pair.
  public static P521PrivateKey fromPair(SecretBytes scalar, P521PublicKey publicKey)
      throws ProtocolException {
    byte[] bytes = scalar.read(SecretAccess.granted());
    if (bytes.length != SCALAR_LENGTH || !isScalar(bytes)) {
      throw new ProtocolException(ProtocolError.KEY_INVALID, "scalar");
    }
    try {
      return new P521PrivateKey(parse(bytes, publicKey), publicKey);
    } catch (InvalidKeySpecException e) {
      throw new ProtocolException(ProtocolError.KEY_INVALID, "scalar and point do not match");
    }
  }

  private static P521PrivateKey ofChecked(byte[] scalar) {
    BigInteger secret = new BigInteger(1, scalar);
    byte[] point = new FixedPointCombMultiplier().multiply(CURVE.getG(), secret).getEncoded(false);
    P521PublicKey publicKey = P521PublicKey.of(point);
    try {
      return new P521PrivateKey(parse(scalar, publicKey), publicKey);
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("the provider refuses a computed pair", e);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  private static PrivateKey parse(byte[] scalar, P521PublicKey publicKey)
      throws InvalidKeySpecException {
    byte[] pkcs8 =
        new byte[PKCS8_PREFIX.length + SCALAR_LENGTH + PKCS8_MIDDLE.length + P521PublicKey.LENGTH];
    int at = 0;
    for (byte[] part :
        new byte[][] {PKCS8_PREFIX, scalar, PKCS8_MIDDLE, publicKey.bytes().unsafeArray()}) {
      System.arraycopy(part, 0, pkcs8, at, part.length);
      at += part.length;
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    try {
      return CryptoProviders.preferred().ecKeyFactory().generatePrivate(spec);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static boolean isScalar(byte[] bytes) {
    BigInteger value = new BigInteger(1, bytes);
    return value.signum() > 0 && value.compareTo(CURVE.getN()) < 0;
  }

  public P521PublicKey publicKey() {
    return publicKey;
  }

  PrivateKey toJca() {
    return key;
  }

  /// The scalar, 66 bytes, for storing under another key.
  public SecretBytes exportScalar() {
    byte[] pkcs8 = key.getEncoded();
    int at = indexOf(pkcs8, SCALAR_MARK) + SCALAR_MARK.length;
    byte[] scalar = Arrays.copyOfRange(pkcs8, at, at + SCALAR_LENGTH);
    Arrays.fill(pkcs8, (byte) 0);
    return SecretBytes.wrap(scalar);
  }

  /// ECDSA with SHA-512, brought to the low s.
  public P521Signature sign(byte[] message) {
    try {
      Signature signer = CryptoProviders.preferred().ecdsa();
      signer.initSign(key);
      signer.update(message);
      return P521Signature.normalised(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA signing", e);
    }
  }

  /// Asks the provider to wipe the key; the JDK's own provider cannot.
  @Override
  public void close() {
    try {
      key.destroy();
    } catch (DestroyFailedException e) {
      // The JDK's EC keys do not support it: the garbage collector is all there is.
      return;
    }
  }

  @Override
  public String toString() {
    return "P521PrivateKey";
  }

  private static int indexOf(byte[] bytes, byte[] mark) {
    for (int i = 0; i + mark.length + SCALAR_LENGTH <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    throw new IllegalStateException("the provider encodes private keys in another way");
  }
}
