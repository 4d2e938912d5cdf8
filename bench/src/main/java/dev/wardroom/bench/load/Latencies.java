package dev.wardroom.bench.load;

import java.util.concurrent.atomic.AtomicLongArray;

/// Times from the sending of a message to its arrival at another device, in steps of 50
/// microseconds up to 5 seconds. Thread-safe.
public final class Latencies {
  private static final long STEP_NANOS = 50_000;
  private static final int STEPS = 100_000;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  void add(long nanos) {
    counts.incrementAndGet((int) Math.clamp(nanos / STEP_NANOS, 0, STEPS - 1L));
  }

  /// Forgets what was counted, for the end of a warm-up.
  public void clear() {
    for (int i = 0; i < STEPS; i++) {
      counts.set(i, 0);
    }
  }

  /// Milliseconds under which the given share of all arrivals lies; NaN when there were none.
  public double millis(double share) {
    long total = 0;
    for (int i = 0; i < STEPS; i++) {
      total += counts.get(i);
    }
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < STEPS && total > 0; i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return (i + 1) * STEP_NANOS / 1e6;
      }
    }
    return Double.NaN;
  }
}
