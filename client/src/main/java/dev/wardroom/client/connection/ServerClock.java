package dev.wardroom.client.connection;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Our clock, corrected by what the server said last: the server refuses a sent-at that is more
/// than five minutes off.
public final class ServerClock {

  private final Clock clock;
  private final AtomicLong offsetMillis = new AtomicLong();

  public ServerClock(Clock clock) {
    this.clock = clock;
  }

  /// Called with each server time that is seen.
  ///
  /// @param serverTime milliseconds since epoch; 0 is ignored
  public void observe(long serverTime) {
    if (serverTime > 0) {
      offsetMillis.set(serverTime - clock.millis());
    }
  }

  /// Server time, as well as we know it.
  public Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  public long millis() {
    return clock.millis() + offsetMillis.get();
  }

  public long offsetMillis() {
    return offsetMillis.get();
  }
}
