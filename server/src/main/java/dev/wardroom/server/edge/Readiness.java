package dev.wardroom.server.edge;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Whether the server can work, asked at most once a second however many ask: anybody may ask, and
/// the answer takes a transaction. Thread-safe.
public final class Readiness {
  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  private final BooleanSupplier works;
  private final LongSupplier nanos;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile boolean ready;
  private volatile boolean asked;
  private volatile long askedAt;

  /// @param works looks; blocking, bounded in time
  /// @param nanos a clock as [System#nanoTime]
  public Readiness(BooleanSupplier works, LongSupplier nanos) {
    this.works = works;
    this.nanos = nanos;
  }

  /// Looks, or answers what was seen less than a second ago. While one looks the others get the
  /// answer before.
  public boolean isReady() {
    if (isFresh() || !asking.tryLock()) {
      return ready;
    }
    try {
      if (!isFresh()) {
        ready = works.getAsBoolean();
        askedAt = nanos.getAsLong();
        asked = true;
      }
      return ready;
    } finally {
      asking.unlock();
    }
  }

  private boolean isFresh() {
    return asked && nanos.getAsLong() - askedAt < ASKED_EVERY.toNanos();
  }
}
