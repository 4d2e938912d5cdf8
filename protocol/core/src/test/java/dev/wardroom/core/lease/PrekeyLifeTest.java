package dev.wardroom.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.prekey.LeaseKind;
import org.junit.jupiter.api.Test;

class PrekeyLifeTest {
  private static final long DAY = 86_400_000L;
  private static final long END = 1_800_000_000_000L;

  @Test
  void aOneMessagePrekeyGoesAtOnceWhenItsMessageIsOpened() {
    assertThat(PrekeyLife.isOver(LeaseKind.ONE_MESSAGE, true, END, 0, END - 5)).isTrue();
    assertThat(PrekeyLife.isOver(LeaseKind.ONE_MESSAGE, false, END, END + DAY, END + DAY))
        .isFalse();
  }

  @Test
  void anHoursPrekeyGoesOnceTheMailboxIsReadToTheEndTenMinutesAfterItsEnd() {
    assertThat(PrekeyLife.isOver(LeaseKind.HOUR, true, END, END + 600_000, END + DAY)).isFalse();
    assertThat(PrekeyLife.isOver(LeaseKind.HOUR, true, END, END + 600_001, END + DAY)).isTrue();
  }

  @Test
  void anAbsenceOf40DaysEndsAnOpenLeaseAnd70DaysAnUnusedPrekey() {
    assertThat(PrekeyLife.isOver(LeaseKind.HOUR, false, END, 0, END + 31 * DAY)).isFalse();
    assertThat(PrekeyLife.isOver(LeaseKind.HOUR, false, END, 0, END + 40 * DAY)).isTrue();
    // A batch of 30 days: after 40 days of absence its keys still open what waits, after 70 not.
    long made = END - 30 * DAY;
    assertThat(PrekeyLife.isOverUnused(made + 30 * DAY, made + 40 * DAY)).isFalse();
    assertThat(PrekeyLife.isOverUnused(made + 30 * DAY, made + 70 * DAY)).isTrue();
  }

  @Test
  void aStandingPrekeyGoes70MinutesAfterItsReplacementWhenTheMailboxWasRead() {
    long replaced = END;
    long later = replaced + 70 * 60_000;
    assertThat(PrekeyLife.isOverStanding(0, END + 30 * DAY, END + DAY, END + DAY)).isFalse();
    assertThat(PrekeyLife.isOverStanding(replaced, END + 30 * DAY, later, later)).isFalse();
    assertThat(PrekeyLife.isOverStanding(replaced, END + 30 * DAY, later + 1, later + 1)).isTrue();
    assertThat(PrekeyLife.isOverStanding(replaced, END + 90 * DAY, 0, END + 31 * DAY + 1)).isTrue();
    assertThat(PrekeyLife.isOverStanding(0, END, 0, END + 31 * DAY + 1)).isTrue();
  }
}
