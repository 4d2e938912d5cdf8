package dev.wardroom.client.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Our clock, corrected by what the server said last: the server refuses a sent-at that is more
/// than five minutes off.
///
/// The server is not trusted with what cannot be undone. What expires is deleted by
/// [#expiryMillis], keys are destroyed by [#destroyMillis]: a server that lies about the time can
/// neither empty a device nor keep its keys alive. Thread-safe.
public final class ServerClock {

  /// The server's time counts for deleting while it is this close to ours.
  public static final Duration BELIEVED = Duration.ofDays(1);

  /// A correction by more than this is told.
  public static final Duration JUMP = Duration.ofHours(1);

  private final Clock clock;
  private final AtomicLong offsetMillis = new AtomicLong();
  private final AtomicLong expiredUntil = new AtomicLong();
  private volatile boolean observed;
  private volatile boolean known;
  private volatile boolean jumped;

  public ServerClock(Clock clock) {
    this.clock = clock;
  }

  /// What an earlier session has seen, until the server speaks.
  public void recall(long offset) {
    if (!observed) {
      offsetMillis.set(offset);
      known = true;
    }
  }

  /// Called with each server time that is seen.
  ///
  /// @param serverTime milliseconds since epoch; 0 is ignored
  public void observe(long serverTime) {
    if (serverTime > 0) {
      long offset = serverTime - clock.millis();
      long before = offsetMillis.getAndSet(offset);
      if (known && Math.abs(offset - before) > JUMP.toMillis()) {
        jumped = true;
      }
      known = true;
      observed = true;
    }
  }

  /// Whether this process has heard the server's time.
  public boolean isObserved() {
    return observed;
  }

  /// Whether the server's time has jumped since the last call, or is not believed.
  public boolean takeTrouble() {
    boolean trouble = jumped || !isBelieved();
    jumped = false;
    return trouble;
  }

  /// Whether the server's time is close enough to ours to delete by it.
  public boolean isBelieved() {
    return Math.abs(offsetMillis.get()) <= BELIEVED.toMillis();
  }

  /// Server time, as well as we know it.
  public Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  public long millis() {
    return clock.millis() + offsetMillis.get();
  }

  /// The time by which messages expire: the server's while it is believed, else the earlier of its
  /// and ours, since what was deleted too early does not come back. Does not run backwards once the
  /// server was heard.
  public long expiryMillis() {
    long local = clock.millis();
    long server = millis();
    long now = isBelieved() ? server : Math.min(local, server);
    return observed && isBelieved() ? expiredUntil.accumulateAndGet(now, Math::max) : now;
  }

  /// The time by which keys are destroyed that must not live longer, whatever the server says: the
  /// later of its and ours; a server far ahead counts for a day.
  public long destroyMillis() {
    long local = clock.millis();
    return Math.max(local, local + Math.min(offsetMillis.get(), BELIEVED.toMillis()));
  }

  public long offsetMillis() {
    return offsetMillis.get();
  }
}
