package dev.wardroom.core.lease;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.core.primitive.MlKemKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One recipient device of a lease, on the sender's side: the record to send once, the prekey, and
/// in suite 2 the psk. Closed when the lease ends: the psk must not outlive it.
public final class LeasedDevice implements AutoCloseable {
  private static final int FORMAT = 1;
  private static final int PSK_LENGTH = 64;

  private final LeaseRecord record;
  private final Bytes recordBytes;
  private final Hash32 recordHash;
  private final P521PublicKey agreementKey;
  private final Hpke.@Nullable Psk psk;

  private LeasedDevice(LeaseRecord record, P521PublicKey agreementKey, Hpke.@Nullable Psk psk) {
    this.record = record;
    this.recordBytes = Bytes.wrap(record.encode());
    this.recordHash = record.hash();
    this.agreementKey = agreementKey;
    this.psk = psk;
  }

  /// What all devices of a lease have in common: who sends, where, and until when.
  ///
  /// @param senderSuite the highest suite that the sender's own entry in its list names
  public record Terms(
      NetworkId network,
      ConversationId conversation,
      UserId senderUser,
      DeviceId senderDevice,
      Suite senderSuite,
      LeaseId lease,
      LeaseKind kind,
      long endsAt) {}

  /// Begins the lease with one device; in suite 2 one encapsulation. The suite is the highest that
  /// both sides know.
  public static LeasedDevice begin(
      Terms terms, ClaimedPrekey claimed, Hpke hpke, RandomSource random) throws ProtocolException {
    Suite suite =
        claimed.suite().code() < terms.senderSuite.code() ? claimed.suite() : terms.senderSuite;
    P521PublicKey agreementKey = claimed.prekey().agreementKey();
    if (!suite.isPostQuantum()) {
      return new LeasedDevice(record(terms, claimed, suite, Bytes.EMPTY), agreementKey, null);
    }
    Bytes encapsulationKey = claimed.prekey().encapsulationKey();
    MlKemKey.Encapsulated made = MlKemKey.encapsulate(encapsulationKey, random);
    LeaseRecord record = record(terms, claimed, suite, made.ciphertext());
    try (SecretBytes secret = made.secret()) {
      Hpke.Psk psk = LeasePsk.derive(hpke, secret, encapsulationKey, Bytes.wrap(record.encode()));
      return new LeasedDevice(record, agreementKey, psk);
    }
  }

  private static LeaseRecord record(
      Terms terms, ClaimedPrekey claimed, Suite suite, Bytes ciphertext) {
    return new LeaseRecord(
        terms.network,
        terms.conversation,
        terms.senderUser,
        terms.senderDevice,
        claimed.user(),
        claimed.device(),
        claimed.id(),
        terms.lease,
        terms.kind,
        terms.endsAt,
        suite,
        ciphertext);
  }

  /// Reads what [#encode] wrote.
  public static LeasedDevice decode(SecretBytes stored) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(stored.read(SecretAccess.granted()));
    reader.version(FORMAT);
    LeaseRecord record =
        LeaseRecord.decode(reader.variable(WireLimits.LEASE_RECORD_BYTES_MAX).unsafeArray());
    P521PublicKey agreementKey = P521PublicKey.read(reader);
    Hpke.Psk psk = null;
    if (record.suite().isPostQuantum()) {
      SecretBytes secret = SecretBytes.wrap(reader.fixed(PSK_LENGTH).unsafeArray());
      psk = new Hpke.Psk(secret, reader.fixed(Hkdf.HASH_LENGTH).unsafeArray());
    }
    reader.end();
    return new LeasedDevice(record, agreementKey, psk);
  }

  /// For the device's own encrypted store, while the lease lasts.
  public SecretBytes encode() {
    CanonicalWriter writer = new CanonicalWriter(2048).u8(FORMAT).variable(recordBytes);
    writer.fixed(agreementKey.bytes());
    if (psk != null) {
      writer.fixed(psk.secret().read(SecretAccess.granted())).fixed(psk.idHash());
    }
    SecretBytes encoded = SecretBytes.wrap(writer.toArray());
    writer.wipe();
    return encoded;
  }

  /// Throws LEASE_ENDED after the end.
  public void checkOpen(long now) throws ProtocolException {
    if (now > record.endsAt()) {
      throw new ProtocolException(ProtocolError.LEASE_ENDED, "claim again");
    }
  }

  public LeaseRecord record() {
    return record;
  }

  /// What is sent once, as it is.
  public Bytes recordBytes() {
    return recordBytes;
  }

  public Hash32 recordHash() {
    return recordHash;
  }

  public P521PublicKey agreementKey() {
    return agreementKey;
  }

  /// Absent in suite 1.
  public Optional<Hpke.Psk> psk() {
    return Optional.ofNullable(psk);
  }

  @Override
  public void close() {
    if (psk != null) {
      psk.secret().close();
    }
  }
}
