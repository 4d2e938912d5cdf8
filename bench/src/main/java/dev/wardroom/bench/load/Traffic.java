package dev.wardroom.bench.load;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// What all devices of a load count together. Thread-safe.
public final class Traffic {
  public final LongAdder accepted = new LongAdder();
  public final LongAdder claims = new LongAdder();
  public final LongAdder delivered = new LongAdder();
  public final LongAdder acknowledged = new LongAdder();
  public final LongAdder refused = new LongAdder();
  public final LongAdder otherOutcomes = new LongAdder();
  public final LongAdder receivedBytes = new LongAdder();
  public final Latencies latencies = new Latencies();
  private final AtomicBoolean running = new AtomicBoolean(true);

  public boolean isRunning() {
    return running.get();
  }

  /// No further sends; what is on the way arrives.
  public void stop() {
    running.set(false);
  }
}
