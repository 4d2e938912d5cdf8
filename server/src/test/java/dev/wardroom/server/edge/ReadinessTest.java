package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong(-SECOND);
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean works = new AtomicBoolean(true);
  private final Readiness readiness =
      new Readiness(
          () -> {
            looks.incrementAndGet();
            return works.get();
          },
          now::get);

  @Test
  void howeverManyAskItIsLookedOnceASecond() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(readiness.isReady()).isTrue();
    }
    assertThat(looks).hasValue(1);
    works.set(false);
    now.addAndGet(SECOND - 1);
    assertThat(readiness.isReady()).isTrue();
    now.addAndGet(1);
    assertThat(readiness.isReady()).isFalse();
    assertThat(looks).hasValue(2);
  }
}
