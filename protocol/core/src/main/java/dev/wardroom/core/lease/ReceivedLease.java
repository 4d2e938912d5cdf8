package dev.wardroom.core.lease;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.core.primitive.MlKemKey;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A lease on the receiver's side: private key and psk, ready for any number of messages.
public final class ReceivedLease implements AutoCloseable {
  private final LeaseRecord record;
  private final Hash32 recordHash;
  private final P521PrivateKey agreementKey;
  private final Hpke.@Nullable Psk psk;

  private ReceivedLease(
      LeaseRecord record, Hash32 recordHash, P521PrivateKey agreementKey, Hpke.@Nullable Psk psk) {
    this.record = record;
    this.recordHash = recordHash;
    this.agreementKey = agreementKey;
    this.psk = psk;
  }

  /// Opens the record with the prekey that it names; in suite 2 one decapsulation. Proves nothing
  /// yet: whether the record is the sender's shows when a message opens. Throws LEASE_MISMATCH when
  /// the record names another prekey or a suite that the prekey is not of.
  public static ReceivedLease open(
      LeaseRecord record, Bytes recordBytes, PrivatePrekey prekey, Hpke hpke)
      throws ProtocolException {
    if (!record.prekey().equals(prekey.id())) {
      throw new ProtocolException(ProtocolError.LEASE_MISMATCH, "another prekey");
    }
    Hash32 hash = Hash32.of(Labels.LEASE_RECORD_HASH, recordBytes);
    if (!record.suite().isPostQuantum()) {
      return new ReceivedLease(record, hash, prekey.agreementKey(), null);
    }
    MlKemKey kem =
        prekey
            .kemKey()
            .orElseThrow(
                () -> new ProtocolException(ProtocolError.LEASE_MISMATCH, "another suite"));
    try (SecretBytes secret = kem.decapsulate(record.ciphertext())) {
      Hpke.Psk psk = LeasePsk.derive(hpke, secret, kem.encapsulationKey(), recordBytes);
      return new ReceivedLease(record, hash, prekey.agreementKey(), psk);
    }
  }

  public LeaseRecord record() {
    return record;
  }

  public Hash32 recordHash() {
    return recordHash;
  }

  public P521PrivateKey agreementKey() {
    return agreementKey;
  }

  /// Absent in suite 1.
  public Optional<Hpke.Psk> psk() {
    return Optional.ofNullable(psk);
  }

  /// Wipes the psk; the prekey has an owner of its own.
  @Override
  public void close() {
    if (psk != null) {
      psk.secret().close();
    }
  }
}
