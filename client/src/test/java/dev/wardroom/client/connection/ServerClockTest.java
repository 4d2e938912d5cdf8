package dev.wardroom.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ServerClockTest {

  private static final long START = 1_800_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long YEAR = 365 * DAY;

  private final Hand local = new Hand();
  private final ServerClock clock = new ServerClock(local);

  /// This machine's clock, set by the test.
  private static final class Hand extends Clock {
    private long millis = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  @Test
  void aClockThatIsAnHourWrongIsCorrectedForAllUses() {
    clock.observe(START + HOUR);
    assertThat(clock.millis()).isEqualTo(START + HOUR);
    assertThat(clock.expiryMillis()).isEqualTo(START + HOUR);
    assertThat(clock.destroyMillis()).isEqualTo(START + HOUR);
    assertThat(clock.isBelieved()).isTrue();
  }

  @Test
  void aServerFarAheadExpiresNothingAndDestroysKeysByADayAtMost() {
    clock.observe(START + YEAR);
    assertThat(clock.expiryMillis()).isEqualTo(START);
    assertThat(clock.destroyMillis()).isEqualTo(START + DAY);
    assertThat(clock.takeTrouble()).isTrue();
  }

  @Test
  void aServerFarBehindKeepsNoKeyAlive() {
    clock.observe(START - YEAR);
    assertThat(clock.destroyMillis()).isEqualTo(START);
    assertThat(clock.takeTrouble()).isTrue();
  }

  @Test
  void aMachineFarAheadExpiresNothingEarly() {
    clock.observe(START - YEAR);
    assertThat(clock.expiryMillis()).isEqualTo(START - YEAR);
  }

  @Test
  void whatExpiresDoesNotComeBackWhenTheServerTurnsItsClockBack() {
    clock.observe(START + 3 * HOUR);
    assertThat(clock.expiryMillis()).isEqualTo(START + 3 * HOUR);
    clock.observe(START);
    assertThat(clock.expiryMillis()).isEqualTo(START + 3 * HOUR);
    local.millis += 4 * HOUR;
    assertThat(clock.expiryMillis()).isEqualTo(START + 4 * HOUR);
  }

  @Test
  void aJumpIsToldOnceAndAFirstOrSmallCorrectionIsNot() {
    clock.observe(START + 5 * HOUR);
    assertThat(clock.takeTrouble()).isFalse();
    clock.observe(START + 5 * HOUR + HOUR / 2);
    assertThat(clock.takeTrouble()).isFalse();
    clock.observe(START + 2 * HOUR);
    assertThat(clock.takeTrouble()).isTrue();
    assertThat(clock.takeTrouble()).isFalse();
  }

  @Test
  void whatAnEarlierSessionSawCountsUntilTheServerSpeaks() {
    clock.recall(-6 * HOUR);
    assertThat(clock.expiryMillis()).isEqualTo(START - 6 * HOUR);
    assertThat(clock.isObserved()).isFalse();
    clock.observe(START);
    clock.recall(-6 * HOUR);
    assertThat(clock.millis()).isEqualTo(START);
    assertThat(clock.takeTrouble()).isTrue();
  }
}
