package dev.wardroom.client.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Growing pauses between attempts, spread by chance so that a restarted server is not met by all
/// clients at once. Belongs to one thread.
public final class Backoff {

  private static final int DOUBLINGS_MAX = 16;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  public void succeeded() {
    failures = 0;
  }

  /// The next pause: between half and all of `first × 2^failures`, at most `longest`.
  public Duration next() {
    long whole =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    long half = Math.max(1, whole / 2);
    return Duration.ofMillis(half + random.nextLong(half));
  }
}
