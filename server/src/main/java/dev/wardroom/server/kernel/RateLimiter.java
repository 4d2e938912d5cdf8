package dev.wardroom.server.kernel;

import dev.wardroom.schema.v1.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Token buckets, bounded in number.
///
/// A bucket holds up to `burst` tokens and gains `perMinute` a minute. Buckets live in stripes,
/// each with its own lock and its own share of the bound; a full stripe forgets the bucket used
/// longest ago. Forgetting gives somebody a full bucket again, never an empty one, so memory stays
/// bounded without refusing anyone who behaves.
public final class RateLimiter {
  private static final int STRIPES = 16;
  private static final long MILLIS_PER_MINUTE = 60_000;

  /// How fast and how bursty one caller may be.
  public record Allowance(int burst, int perMinute) {
    public Allowance {
      Check.that(burst > 0 && perMinute > 0, "an allowance lets at least one through");
    }
  }

  private record Key(String purpose, Object who) {}

  private static final class Bucket {
    private double tokens;
    private long filledAtMillis;

    private Bucket(double tokens, long filledAtMillis) {
      this.tokens = tokens;
      this.filledAtMillis = filledAtMillis;
    }
  }

  private final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Bucket> buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
            return size() > bucketsMaxPerStripe;
          }
        };
  }

  private final Clock clock;
  private final int bucketsMaxPerStripe;
  private final Stripe[] stripes = new Stripe[STRIPES];

  /// @param bucketsMax the most callers remembered at once, over all purposes
  public RateLimiter(Clock clock, int bucketsMax) {
    this.clock = clock;
    this.bucketsMaxPerStripe = Math.max(1, bucketsMax / STRIPES);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /// Takes one token or says how long until there is one; zero means taken.
  ///
  /// @param purpose a constant word: buckets of different purposes are apart
  /// @param who anything with value equality, for example an address or a device id
  public Duration tryTake(String purpose, Object who, Allowance allowance) {
    Key key = new Key(purpose, who);
    int spread = key.hashCode() * 0x9E3779B9;
    Stripe stripe = stripes[spread >>> 28];
    long now = clock.millis();
    stripe.lock.lock();
    try {
      Bucket bucket = stripe.buckets.computeIfAbsent(key, _ -> new Bucket(allowance.burst(), now));
      long elapsed = Math.max(0, now - bucket.filledAtMillis);
      bucket.tokens =
          Math.min(
              allowance.burst(),
              bucket.tokens + elapsed * allowance.perMinute() / (double) MILLIS_PER_MINUTE);
      bucket.filledAtMillis = now;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return Duration.ZERO;
      }
      double missing = 1 - bucket.tokens;
      return Duration.ofMillis(
          (long) Math.ceil(missing * MILLIS_PER_MINUTE / allowance.perMinute()));
    } finally {
      stripe.lock.unlock();
    }
  }

  /// Takes one token or refuses with the time until there is one.
  public void take(String purpose, Object who, Allowance allowance) {
    Duration wait = tryTake(purpose, who, allowance);
    if (!wait.isZero()) {
      throw new Refusal(
          Reason.REASON_TOO_MANY, wait, "Too many requests. Wait a moment, then try again.");
    }
  }
}
