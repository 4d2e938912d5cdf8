package dev.wardroom.server.kernel;

import dev.wardroom.schema.v1.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Token buckets, bounded in number.
///
/// A bucket holds up to `burst` tokens and gains `perMinute` a minute. Buckets live in stripes,
/// each with its own lock and its own share of the bound; a full stripe forgets the bucket used
/// longest ago. Forgetting gives somebody a full bucket again, never an empty one, so memory stays
/// bounded without refusing anyone who behaves. Each purpose has stripes of its own: whoever can
/// make many buckets of a harmless purpose must not have the guesses at passwords forgotten.
public final class RateLimiter {
  private static final int STRIPES = 16;
  private static final int PURPOSES_MAX = 32;
  private static final long MILLIS_PER_MINUTE = 60_000;

  /// How fast and how bursty one caller may be.
  public record Allowance(int burst, int perMinute) {
    public Allowance {
      Check.that(burst > 0 && perMinute > 0, "an allowance lets at least one through");
    }
  }

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
    private final Map<Object, Bucket> buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
            return size() > bucketsMaxPerStripe;
          }
        };
  }

  private final Clock clock;
  private final int bucketsMaxPerStripe;
  private final Map<String, Stripe[]> byPurpose = new ConcurrentHashMap<>();

  /// @param bucketsMax the most callers of one purpose that are remembered at once
  public RateLimiter(Clock clock, int bucketsMax) {
    this.clock = clock;
    this.bucketsMaxPerStripe = Math.max(1, bucketsMax / STRIPES);
  }

  private Stripe stripe(String purpose, Object who) {
    Stripe[] stripes =
        byPurpose.computeIfAbsent(
            purpose,
            _ -> {
              Check.that(byPurpose.size() < PURPOSES_MAX, "a purpose is a constant word");
              return Stream.generate(Stripe::new).limit(STRIPES).toArray(Stripe[]::new);
            });
    int spread = who.hashCode() * 0x9E3779B9;
    return stripes[spread >>> 28];
  }

  /// Takes one token or says how long until there is one; zero means taken.
  ///
  /// @param purpose a constant word: buckets of different purposes are apart
  /// @param who anything with value equality, for example an address or a device id
  public Duration tryTake(String purpose, Object who, Allowance allowance) {
    Stripe stripe = stripe(purpose, who);
    long now = clock.millis();
    stripe.lock.lock();
    try {
      Bucket bucket = stripe.buckets.computeIfAbsent(who, _ -> new Bucket(allowance.burst(), now));
      fill(bucket, allowance, now);
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return Duration.ZERO;
      }
      return untilOne(bucket, allowance);
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

  /// How long until there is a token; zero when there is one now. Takes none.
  public Duration wait(String purpose, Object who, Allowance allowance) {
    Stripe stripe = stripe(purpose, who);
    stripe.lock.lock();
    try {
      Bucket bucket = stripe.buckets.get(who);
      if (bucket == null) {
        return Duration.ZERO;
      }
      fill(bucket, allowance, clock.millis());
      return bucket.tokens >= 1 ? Duration.ZERO : untilOne(bucket, allowance);
    } finally {
      stripe.lock.unlock();
    }
  }

  private static void fill(Bucket bucket, Allowance allowance, long now) {
    long elapsed = Math.max(0, now - bucket.filledAtMillis);
    bucket.tokens =
        Math.min(
            allowance.burst(),
            bucket.tokens + elapsed * allowance.perMinute() / (double) MILLIS_PER_MINUTE);
    bucket.filledAtMillis = now;
  }

  private static Duration untilOne(Bucket bucket, Allowance allowance) {
    double missing = 1 - bucket.tokens;
    return Duration.ofMillis((long) Math.ceil(missing * MILLIS_PER_MINUTE / allowance.perMinute()));
  }
}
