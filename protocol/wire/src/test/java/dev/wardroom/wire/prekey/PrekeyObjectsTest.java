package dev.wardroom.wire.prekey;

import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.Samples;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import org.junit.jupiter.api.Test;

class PrekeyObjectsTest {
  private static PrekeyBatch batch(PrekeyKind kind, int count, long life) {
    return new PrekeyBatch(
        Samples.NETWORK,
        Samples.ALICE,
        Samples.device(1),
        Samples.hash(1),
        5,
        3,
        Suite.P521_MLKEM1024,
        kind,
        count,
        NOW,
        NOW + life,
        Samples.hash(2));
  }

  private static LeaseRecord record(Suite suite) {
    return new LeaseRecord(
        Samples.NETWORK,
        Samples.CONVERSATION,
        Samples.ALICE,
        Samples.device(1),
        Samples.BOB,
        Samples.device(2),
        new PrekeyId(5, 7),
        Samples.LEASE,
        LeaseKind.HOUR,
        NOW,
        suite,
        suite.isPostQuantum() ? Bytes.zeros(1568) : Bytes.EMPTY);
  }

  @Test
  void aBatchIsReadBackAsItWasWritten() throws ProtocolException {
    PrekeyBatch batch = batch(PrekeyKind.ONE_TIME, 10_000, 30 * DAY);

    assertThat(PrekeyBatch.decode(batch.encode())).isEqualTo(batch);
  }

  @Test
  void aBatchKeepsItsLimits() {
    assertThatThrownBy(() -> batch(PrekeyKind.ONE_TIME, 10_001, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch(PrekeyKind.ONE_TIME, 0, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch(PrekeyKind.STANDING, 2, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch(PrekeyKind.ONE_TIME, 1, 30 * DAY + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReceivedBatchOutsideItsLimitsIsRefused() {
    byte[] standing = batch(PrekeyKind.STANDING, 1, DAY).encode();
    // The count's low byte: two standing keys in one batch.
    int count = standing.length - 32 - 16 - 1;
    standing[count] = 2;

    Refused.with(ProtocolError.MALFORMED, () -> PrekeyBatch.decode(standing));
  }

  @Test
  void aLeaseRecordIsReadBackAndItsHashCoversIt() throws ProtocolException {
    for (Suite suite : Suite.values()) {
      LeaseRecord record = record(suite);
      assertThat(LeaseRecord.decode(record.encode())).isEqualTo(record);
      assertThat(record.hash()).isEqualTo(LeaseRecord.decode(record.encode()).hash());
    }
    assertThat(record(Suite.P521).hash()).isNotEqualTo(record(Suite.P521_MLKEM1024).hash());
  }

  @Test
  void aCiphertextBelongsToItsSuite() {
    byte[] low = record(Suite.P521).encode();
    low[low.length - 5] = 2;

    Refused.with(ProtocolError.MALFORMED, () -> LeaseRecord.decode(low));
  }

  @Test
  void anMlKemKeyWithALargeCoefficientOrAWrongLengthIsRefused() throws ProtocolException {
    byte[] zeros = new byte[1568];
    MlKem1024.checkEncapsulationKey(zeros);
    byte[] below = zeros.clone();
    below[0] = (byte) 0x00;
    below[1] = (byte) 0x0d; // 0xd00 = 3328
    MlKem1024.checkEncapsulationKey(below);
    byte[] low = zeros.clone();
    low[0] = (byte) 0x01;
    low[1] = (byte) 0x0d; // 0xd01 = 3329
    byte[] high = zeros.clone();
    high[1534] = (byte) 0x10;
    high[1535] = (byte) 0xd0; // 0xd01 in the upper place

    Refused.with(ProtocolError.KEY_INVALID, () -> MlKem1024.checkEncapsulationKey(low));
    Refused.with(ProtocolError.KEY_INVALID, () -> MlKem1024.checkEncapsulationKey(high));
    Refused.with(ProtocolError.KEY_INVALID, () -> MlKem1024.checkEncapsulationKey(new byte[1567]));
    Refused.with(
        ProtocolError.KEY_INVALID,
        () -> PublicPrekey.fromWire(new TestSigner().publicKey().toArray(), low));
  }
}
