package dev.wardroom.client.prekeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.store.BareHome;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.prekey.PrekeyId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A private half that is destroyed is gone from memory too.
class OpenPrekeysTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final PrekeyId FIRST = new PrekeyId(1, 0);

  @TempDir Path folder;
  private BareHome home;
  private DeviceKey key;
  private OwnPrekeys prekeys;
  private InboundLeases leases;

  @BeforeEach
  void open() {
    home = BareHome.in(folder);
    key = DeviceKey.generate(RandomSource.system());
    Me me =
        new Me(
            NetworkId.of(new byte[16]),
            UserId.of(new byte[16]),
            DeviceId.of(new byte[16]),
            "ann",
            "http://localhost");
    prekeys = new OwnPrekeys(home.local(), me, key);
    assertThat(prekeys.first(Hash32.ZERO, NOW)).hasSize(2);
    leases = new InboundLeases(home.local(), prekeys);
  }

  @AfterEach
  void close() {
    leases.close();
    key.close();
    home.close();
  }

  private PrivatePrekey opened(PrekeyId id) {
    return leases.prekey(id).orElseThrow().prekey();
  }

  private static void assertWiped(PrivatePrekey prekey) {
    assertThatThrownBy(prekey::encode).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPrivateHalfIsOpenedOnceAndWipedWhenItIsForgotten() {
    PrivatePrekey first = opened(FIRST);
    assertThat(opened(FIRST)).isSameAs(first);
    leases.forget(FIRST);
    assertWiped(first);
    assertThat(opened(FIRST)).isNotSameAs(first);
  }

  @Test
  void aPrivateHalfThatWasDestroyedOnDiskIsNotServedFromMemory() {
    PrivatePrekey first = opened(FIRST);
    home.local().db().write(tx -> prekeys.store().destroy(tx, FIRST));
    assertThat(leases.prekey(FIRST)).isEmpty();
    assertWiped(first);
  }

  @Test
  void afterASweepNothingIsLeftInMemory() {
    PrivatePrekey first = opened(FIRST);
    PrivatePrekey second = opened(new PrekeyId(1, 1));
    leases.forgetAll();
    assertWiped(first);
    assertWiped(second);
  }

  @Test
  void newBatchesAfterARestoreWithdrawThoseBefore() throws Exception {
    prekeys.replaceAll(Hash32.ZERO, NOW, _ -> {});
    List<Long> lowest =
        home.local().db().tx(prekeys.store()::unpublished).stream()
            .map(OpenPrekeysTest::lowestGood)
            .toList();
    assertThat(lowest).containsExactly(1L, 1L, 3L, 3L);
  }

  private static long lowestGood(byte[] upload) {
    try {
      byte[] signed =
          dev.wardroom.schema.v1.PrekeyBatch.parseFrom(upload).getBatchSigned().toByteArray();
      return dev.wardroom.wire.prekey.PrekeyBatch.decode(
              dev.wardroom.wire.key.SignedBytes.decode(
                      signed, dev.wardroom.wire.WireLimits.BATCH_BYTES_MAX)
                  .body()
                  .unsafeArray())
          .lowestGood();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
