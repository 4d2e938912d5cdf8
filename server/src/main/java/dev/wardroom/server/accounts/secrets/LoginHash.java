package dev.wardroom.server.accounts.secrets;

import dev.wardroom.server.kernel.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes login secrets for keeping.
///
/// The secret already is the outcome of the client's Argon2id with 64 MiB and three passes: whoever
/// steals the store pays that for every guess. This second hash is there so that what lies in the
/// store cannot be sent as a login secret; it is modest on purpose, because strangers make us
/// compute it.
///
/// Few hashes run at once, a bounded number waits for a bounded time, and the others are told to
/// come back: 1,000 wrong passwords cost 16 MiB and no more than the permits' share of the
/// processor.
final class LoginHash {
  static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 8_192;
  private static final int PASSES = 1;
  private static final int LANES = 1;

  private final Semaphore permits;
  private final AtomicInteger waiting = new AtomicInteger();

  LoginHash(int atOnce, MeterRegistry metrics) {
    this.permits = new Semaphore(atOnce, true);
    metrics.gauge("wardroom.accounts.hashes.waiting", waiting);
  }

  /// 32 bytes; refuses when too many wait already.
  byte[] of(byte[] loginSecret, byte[] salt) {
    acquire();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(MEMORY_KIB)
              .withIterations(PASSES)
              .withParallelism(LANES)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      generator.generateBytes(loginSecret, hash);
      return hash;
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    if (waiting.incrementAndGet() > AccountLimits.HASHES_WAITING_MAX) {
      waiting.decrementAndGet();
      throw busy();
    }
    try {
      if (!permits.tryAcquire(AccountLimits.HASH_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static Refusal busy() {
    return Refusal.busy(Duration.ofSeconds(2));
  }
}
