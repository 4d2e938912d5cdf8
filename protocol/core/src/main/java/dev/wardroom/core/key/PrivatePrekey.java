package dev.wardroom.core.key;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.MlKemKey;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.MlKem1024;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PublicPrekey;
import java.util.Optional;

/// The private half of one prekey, stored and destroyed by itself: when its lease is over, forward
/// secrecy depends on nothing of it being left.
public final class PrivatePrekey implements AutoCloseable {
  private static final int FORMAT = 1;

  private final PrekeyId id;
  private final P521PrivateKey agreementKey;
  private final Optional<SecretBytes> kemSeed;
  private final PublicPrekey publicPrekey;

  private PrivatePrekey(
      PrekeyId id, P521PrivateKey agreementKey, Optional<SecretBytes> kemSeed, Bytes kemPublic) {
    this.id = id;
    this.agreementKey = agreementKey;
    this.kemSeed = kemSeed;
    this.publicPrekey = new PublicPrekey(agreementKey.publicKey(), kemPublic);
  }

  static PrivatePrekey generate(PrekeyId id, Suite suite, RandomSource random) {
    P521PrivateKey agreementKey = P521PrivateKey.generate(random);
    if (!suite.isPostQuantum()) {
      return new PrivatePrekey(id, agreementKey, Optional.empty(), Bytes.EMPTY);
    }
    SecretBytes seed = SecretBytes.random(MlKem1024.SEED_LENGTH, random);
    Bytes kemPublic = MlKemKey.fromSeed(seed).encapsulationKey();
    return new PrivatePrekey(id, agreementKey, Optional.of(seed), kemPublic);
  }

  /// Reads what [#encode] wrote; throws MALFORMED, KEY_INVALID.
  public static PrivatePrekey decode(SecretBytes stored) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(stored.read(SecretAccess.granted()));
    reader.version(FORMAT);
    PrekeyId id = PrekeyId.read(reader);
    P521PublicKey publicKey = P521PublicKey.read(reader);
    SecretBytes scalar = SecretBytes.wrap(reader.fixed(P521PrivateKey.SCALAR_LENGTH).unsafeArray());
    Optional<SecretBytes> seed = Optional.empty();
    Bytes kemPublic = Bytes.EMPTY;
    if (reader.bool()) {
      SecretBytes bytes = SecretBytes.wrap(reader.fixed(MlKem1024.SEED_LENGTH).unsafeArray());
      seed = Optional.of(bytes);
      kemPublic = MlKemKey.fromSeed(bytes).encapsulationKey();
    }
    reader.end();
    try (scalar) {
      return new PrivatePrekey(id, P521PrivateKey.fromPair(scalar, publicKey), seed, kemPublic);
    }
  }

  /// For the device's own encrypted store: `u8 1 || u32 batch || u16 index || point 133 || scalar
  /// 66 || u8 has seed (0, 1) [|| seed 64]`.
  public SecretBytes encode() {
    CanonicalWriter writer = new CanonicalWriter(288).u8(FORMAT);
    id.write(writer);
    writer.fixed(agreementKey.publicKey().bytes());
    try (SecretBytes scalar = agreementKey.exportScalar()) {
      writer.fixed(scalar.read(SecretAccess.granted()));
    }
    writer.bool(kemSeed.isPresent());
    kemSeed.ifPresent(seed -> writer.fixed(seed.read(SecretAccess.granted())));
    SecretBytes encoded = SecretBytes.wrap(writer.toArray());
    writer.wipe();
    return encoded;
  }

  public PrekeyId id() {
    return id;
  }

  public PublicPrekey publicPrekey() {
    return publicPrekey;
  }

  public P521PrivateKey agreementKey() {
    return agreementKey;
  }

  /// Absent in suite 1.
  public Optional<MlKemKey> kemKey() {
    return kemSeed.map(MlKemKey::fromSeed);
  }

  @Override
  public void close() {
    agreementKey.close();
    kemSeed.ifPresent(SecretBytes::close);
  }

  @Override
  public String toString() {
    return "PrivatePrekey";
  }
}
