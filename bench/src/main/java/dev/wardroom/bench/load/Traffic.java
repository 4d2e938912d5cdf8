package dev.wardroom.bench.load;

import dev.wardroom.schema.v1.Item;
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

  /// Items as they lie in the frames, with and without a lease record.
  public final LongAdder itemsWithRecord = new LongAdder();

  public final LongAdder bytesWithRecord = new LongAdder();
  public final LongAdder itemsWithoutRecord = new LongAdder();
  public final LongAdder bytesWithoutRecord = new LongAdder();
  private final AtomicBoolean running = new AtomicBoolean(true);

  void count(Item item) {
    boolean record = !item.getMessage().getLeaseRecord().isEmpty();
    (record ? itemsWithRecord : itemsWithoutRecord).increment();
    (record ? bytesWithRecord : bytesWithoutRecord).add(item.getSerializedSize());
  }

  public boolean isRunning() {
    return running.get();
  }

  /// No further sends; what is on the way arrives.
  public void stop() {
    running.set(false);
  }
}
