package dev.wardroom.core.primitive;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.prekey.MlKem1024;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

/// An ML-KEM-1024 key pair (FIPS 203), kept as its 64-byte seed d || z.
///
/// The JDK makes keys from a random generator and reads private keys in the expanded form only. A
/// generator that answers with d and then z makes it derive the pair of a given seed (FIPS 203
/// Algorithm 19 asks for them in this order); Wycheproof's key generation cases prove that the
/// result is the standard's.
public final class MlKemKey {
  private static final String NAME = "ML-KEM-1024";
  private static final String PROVIDER = "SunJCE";

  /// SubjectPublicKeyInfo up to the key.
  private static final byte[] SPKI_PREFIX =
      HexFormat.of().parseHex("30820632300b06096086480165030404030382062100");

  private final PrivateKey key;
  private final Bytes encapsulationKey;

  private MlKemKey(KeyPair pair) {
    key = pair.getPrivate();
    byte[] spki = pair.getPublic().getEncoded();
    encapsulationKey = Bytes.wrap(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
  }

  /// Derives the pair of a 64-byte seed.
  public static MlKemKey fromSeed(SecretBytes seed) {
    byte[] bytes = seed.read(SecretAccess.granted());
    if (bytes.length != MlKem1024.SEED_LENGTH) {
      throw new IllegalArgumentException("an ML-KEM seed is 64 bytes");
    }
    FixedRandom fixed = new FixedRandom(bytes);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME, PROVIDER);
      generator.initialize(NamedParameterSpec.ML_KEM_1024, fixed);
      MlKemKey derived = new MlKemKey(generator.generateKeyPair());
      if (!fixed.isUsedUp()) {
        throw new IllegalStateException("ML-KEM key generation asked for another seed");
      }
      return derived;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ML-KEM-1024", e);
    }
  }

  /// 1,568 bytes.
  public Bytes encapsulationKey() {
    return encapsulationKey;
  }

  /// The shared secret of a 1,568-byte ciphertext; a wrong ciphertext gives an unrelated secret
  /// (implicit rejection). Throws MALFORMED for another length.
  public SecretBytes decapsulate(Bytes ciphertext) throws ProtocolException {
    if (ciphertext.length() != MlKem1024.CIPHERTEXT_LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "ML-KEM ciphertext");
    }
    try {
      KEM.Decapsulator decapsulator = KEM.getInstance(NAME, PROVIDER).newDecapsulator(key);
      return SecretBytes.wrap(decapsulator.decapsulate(ciphertext.toArray()).getEncoded());
    } catch (DecapsulateException e) {
      throw new ProtocolException(ProtocolError.MALFORMED, "ML-KEM ciphertext");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ML-KEM decapsulation", e);
    }
  }

  /// What an encapsulation gives.
  public record Encapsulated(Bytes ciphertext, SecretBytes secret) {}

  /// Throws KEY_INVALID for a key of a wrong length or with a coefficient of 3329 or more.
  public static Encapsulated encapsulate(Bytes encapsulationKey, RandomSource random)
      throws ProtocolException {
    MlKem1024.checkEncapsulationKey(encapsulationKey.unsafeArray());
    byte[] spki =
        Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + MlKem1024.ENCAPSULATION_KEY_LENGTH);
    System.arraycopy(
        encapsulationKey.unsafeArray(),
        0,
        spki,
        SPKI_PREFIX.length,
        MlKem1024.ENCAPSULATION_KEY_LENGTH);
    try {
      PublicKey key =
          KeyFactory.getInstance(NAME, PROVIDER).generatePublic(new X509EncodedKeySpec(spki));
      KEM.Encapsulator encapsulator =
          KEM.getInstance(NAME, PROVIDER)
              .newEncapsulator(key, null, new FixedRandom(random.bytes(32)));
      KEM.Encapsulated made = encapsulator.encapsulate();
      return new Encapsulated(
          Bytes.of(made.encapsulation()), SecretBytes.wrap(made.key().getEncoded()));
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      throw new ProtocolException(ProtocolError.KEY_INVALID, "ML-KEM-1024 key");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ML-KEM-1024", e);
    }
  }

  /// Gives out given bytes once, in order.
  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] given;
    private int used;

    FixedRandom(byte[] given) {
      this.given = given.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      if (given.length - used < target.length) {
        throw new IllegalStateException("more randomness asked for than the standard needs");
      }
      System.arraycopy(given, used, target, 0, target.length);
      Arrays.fill(given, used, used + target.length, (byte) 0);
      used += target.length;
    }

    boolean isUsedUp() {
      return used == given.length;
    }
  }
}
