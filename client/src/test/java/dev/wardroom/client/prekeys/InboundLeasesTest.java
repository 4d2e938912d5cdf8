package dev.wardroom.client.prekeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.store.Database;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.MetaStore;
import dev.wardroom.client.store.SealedJson;
import dev.wardroom.client.store.Vault;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What failing exchanges do to a prekey, in a real store.
class InboundLeasesTest {
  private static final NetworkId NETWORK = NetworkId.of(new byte[16]);
  private static final UserId USER = UserId.of(new byte[16]);
  private static final DeviceId DEVICE = DeviceId.of(new byte[16]);

  @TempDir Path folder;

  private Database db;
  private InboundLeases leases;
  private List<dev.wardroom.wire.prekey.PrekeyBatch> batches;

  @BeforeEach
  void aDeviceWithItsFirstPrekeys() throws Exception {
    db = Database.open(folder.resolve("store.db"));
    Vault vault = new Vault(new byte[32]);
    Local local =
        new Local(
            db,
            vault,
            new SealedJson(vault),
            new MetaStore(vault),
            Clock.systemUTC(),
            new SecureRandom(),
            folder);
    Me me = new Me(NETWORK, USER, DEVICE, "bob", "http://localhost");
    OwnPrekeys prekeys = new OwnPrekeys(local, me, DeviceKey.generate(RandomSource.system()));
    batches =
        prekeys.first(Hash32.cut(new byte[] {1}), Clock.systemUTC().millis()).stream()
            .map(InboundLeasesTest::decoded)
            .toList();
    leases = new InboundLeases(local, prekeys);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static dev.wardroom.wire.prekey.PrekeyBatch decoded(PrekeyBatch upload) {
    try {
      SignedBytes signed = SignedBytes.decode(upload.getBatchSigned().toByteArray(), 512);
      return dev.wardroom.wire.prekey.PrekeyBatch.decode(signed.body().toArray());
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private LeaseRecord record(PrekeyKind kind) {
    long number =
        batches.stream().filter(batch -> batch.kind() == kind).findFirst().orElseThrow().number();
    return new LeaseRecord(
        NETWORK,
        ConversationId.ZERO,
        USER,
        DEVICE,
        USER,
        DEVICE,
        new PrekeyId(number, 0),
        LeaseId.of(new byte[16]),
        LeaseKind.HOUR,
        1,
        Suite.P521,
        Bytes.EMPTY);
  }

  private boolean failed(LeaseRecord record) {
    return db.tx(tx -> leases.failed(tx, record));
  }

  @Test
  void aOneTimePrekeyGoesWithTheThirdFailure() {
    LeaseRecord record = record(PrekeyKind.ONE_TIME);

    assertThat(failed(record)).isFalse();
    assertThat(failed(record)).isFalse();
    assertThat(leases.prekey(record.prekey())).isPresent();
    assertThat(failed(record)).isTrue();
    assertThat(leases.prekey(record.prekey())).isEmpty();
  }

  @Test
  void aStandingPrekeyStaysForItsOtherSenders() {
    LeaseRecord record = record(PrekeyKind.STANDING);

    for (int i = 0; i < 10; i++) {
      assertThat(failed(record)).isFalse();
    }
    assertThat(leases.prekey(record.prekey())).isPresent();
  }
}
