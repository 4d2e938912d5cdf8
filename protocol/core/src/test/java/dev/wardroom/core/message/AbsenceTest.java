package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.DAY;
import static dev.wardroom.core.message.TestWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.Refused;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.lease.PrekeyLife;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A device that comes back after 30, 40 and 70 days. Its prekeys were made a day before it went.
class AbsenceTest {
  private static final long HOUR = 3_600_000;
  private static final long NOT_AFTER = NOW + 29 * DAY;

  /// What the returning device destroys once it has read its mailbox to the end.
  private static boolean leasedIsOver(long now, boolean readToEnd) {
    return PrekeyLife.isOver(LeaseKind.HOUR, true, NOW + HOUR, readToEnd ? now : 0, now);
  }

  @Test
  void after30DaysEverythingThatWaitedIsReadAndOnlyThenDestroyed() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    TestReceiver receiver = world.receiver(world.bob, 0);
    SealedMessage first = world.seal("first", leased);
    world.accepted(first);
    SealedMessage second = world.seal("second", leased);
    long back = NOW + 30 * DAY;

    assertThat(leasedIsOver(back, false)).isFalse();
    receiver.receive(TestWorld.delivered(first, receiver.device, leased), back).close();
    receiver.receive(TestWorld.delivered(second, receiver.device, leased), back).close();
    assertThat(leasedIsOver(back, true)).isTrue();
  }

  @Test
  void after40DaysTheLeasedPrekeyIsOverAndAWithheldMessageIsTooOld() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    TestReceiver receiver = world.receiver(world.bob, 0);
    SealedMessage withheld = world.seal("withheld", leased);
    long back = NOW + 40 * DAY;

    assertThat(leasedIsOver(back, false)).as("not read to the end, and over all the same").isTrue();
    Refused.with(
        ProtocolError.TOO_OLD,
        () -> receiver.receive(TestWorld.delivered(withheld, receiver.device, leased), back));
    receiver.destroy(leased.getFirst().record().prekey());
    Refused.with(
        ProtocolError.PREKEY_UNKNOWN,
        () -> receiver.receive(TestWorld.delivered(withheld, receiver.device, leased), back));
  }

  @Test
  void after40DaysTheDeviceIsDormantAndItsUnusedPrekeysStillOpenWhatWasSentInTime()
      throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    DeviceId device = world.bob.device(0);

    Refused.with(ProtocolError.BATCH_EXPIRED, () -> world.claim(device, 0, NOW + 40 * DAY));
    assertThat(world.claim(device, 0, NOT_AFTER).id().index()).isZero();
    assertThat(PrekeyLife.isOverUnused(NOT_AFTER, NOW + 40 * DAY)).isFalse();
  }

  @Test
  void after70DaysNothingOfBeforeIsLeft() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    long back = NOW + 70 * DAY;

    assertThat(PrekeyLife.isOverUnused(NOT_AFTER, back)).isTrue();
    assertThat(PrekeyLife.isOverStanding(0, NOT_AFTER, 0, back)).isTrue();
    assertThat(leasedIsOver(back, false)).isTrue();
    Refused.with(ProtocolError.BATCH_EXPIRED, () -> world.claim(world.bob.device(0), 0, back));
  }

  @Test
  void anArchiveThatIsAwayIsWrittenToForAYear() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    DeviceId device = world.bob.device(0);
    world.makeBatch(world.bob, device, PrekeyKind.STANDING, 1, NOW);
    VerifiedBatch standing = Objects.requireNonNull(world.batches.get(device));

    standing.checkUsable(NOW + 365 * DAY, 1, true);
    Refused.with(
        ProtocolError.BATCH_EXPIRED, () -> standing.checkUsable(NOW + 365 * DAY + 1, 1, true));
    Refused.with(
        ProtocolError.BATCH_EXPIRED, () -> standing.checkUsable(NOW + 30 * DAY + 1, 1, false));
    assertThat(PrekeyLife.isOverStanding(0, NOW + 365 * DAY, 0, NOW + 395 * DAY)).isFalse();
    assertThat(PrekeyLife.isOverStanding(0, NOW + 365 * DAY, 0, NOW + 397 * DAY)).isTrue();
  }
}
