package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void aByteNowAndThenIsNotEnough() {
    for (int i = 0; i < 60; i++) {
      assertThat(pace.left()).isPositive();
      pace.moved(1, Duration.ofSeconds(1).toNanos());
    }
    assertThat(pace.left()).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void aPeerThatMovesSixteenKibibytesASecondMayGoOnForEver() {
    for (int i = 0; i < 100_000; i++) {
      pace.moved(EdgeLimits.SLOWEST_BYTES_PER_SECOND, Duration.ofSeconds(1).toNanos());
    }
    assertThat(pace.left()).isEqualTo(EdgeLimits.STREAM_IDLE);
  }

  @Test
  void afterASwiftBeginningAStandstillIsStillNoLongerThanTheFirstWait() {
    pace.moved(1L << 40, 1);
    assertThat(pace.left()).isEqualTo(EdgeLimits.STREAM_IDLE);
  }
}
