package dev.wardroom.server.accounts.secrets;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Counts wrong passwords per name and locks the name for a while.
///
/// An attempt is counted before its password is looked at and the count is cleared when it was
/// right: so no number of attempts at once gets past the limit. Names that nobody has are counted
/// alike.
public final class SignInGuard {
  private static final int SUBJECT_BYTES = 32;

  /// Doublings after which the longest lock is reached from any first one.
  private static final int DOUBLINGS_MAX = 20;

  private final Kernel kernel;
  private final ServerSecrets secrets;

  public SignInGuard(Kernel kernel, ServerSecrets secrets) {
    this.kernel = kernel;
    this.secrets = secrets;
  }

  /// What an attempt is counted under.
  ///
  /// @param purpose a constant word: signing in and changing the password are counted apart
  public byte[] subject(String purpose, String foldedName) {
    byte[] mac =
        secrets.mac(
            ServerSecrets.Purpose.NAMES,
            purpose.getBytes(StandardCharsets.UTF_8),
            new byte[1],
            foldedName.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(mac, SUBJECT_BYTES);
  }

  /// Counts an attempt and looks whether it is right, or refuses it while the name is locked. An
  /// attempt that could not be looked at, because the server is busy for example, does not count:
  /// else whoever keeps the server busy locks others out.
  public boolean attempt(byte[] subject, BooleanSupplier isRight) {
    begin(subject);
    boolean looked = false;
    try {
      boolean right = isRight.getAsBoolean();
      looked = true;
      if (right) {
        clear(subject);
      }
      return right;
    } finally {
      if (!looked) {
        takeBack(subject);
      }
    }
  }

  /// Counts an attempt, or refuses it while the name is locked.
  public void begin(byte[] subject) {
    long now = kernel.clock().millis();
    Optional<Duration> locked =
        kernel
            .db()
            .grouped(
                subject,
                tx -> {
                  GuardStore.Guard guard = GuardStore.lock(tx, subject);
                  if (guard.lockedUntil() > now) {
                    return Optional.of(Duration.ofMillis(guard.lockedUntil() - now));
                  }
                  GuardStore.put(tx, subject, counted(guard, now));
                  return Optional.<Duration>empty();
                });
    if (locked.isPresent()) {
      kernel.metrics().counter("wardroom.signin.locked").increment();
      throw new Refusal(
          Reason.REASON_SUSPENDED,
          locked.orElseThrow(),
          "Too many wrong passwords. Wait, or ask an administrator to unlock.");
    }
  }

  private GuardStore.Guard counted(GuardStore.Guard before, long now) {
    boolean old = before.failedAt() < now - AccountLimits.FAILURES_KEPT.toMillis();
    long failures = old ? 1 : before.failures() + 1;
    long over = failures - kernel.limits().of(AccountLimits.SIGN_IN_FAILURES);
    if (over < 0) {
      return new GuardStore.Guard(failures, now, 0);
    }
    long first = Duration.ofSeconds(kernel.limits().of(AccountLimits.LOCK_SECONDS)).toMillis();
    long lock = first << Math.min(over, DOUBLINGS_MAX);
    return new GuardStore.Guard(
        failures, now, now + Math.min(lock, AccountLimits.LOCK_MAX.toMillis()));
  }

  /// Uncounts an attempt. The lock that it may have begun ends too: the next attempt is counted to
  /// the same number and begins it again.
  private void takeBack(byte[] subject) {
    kernel
        .db()
        .runGrouped(
            subject,
            tx -> {
              GuardStore.Guard guard = GuardStore.lock(tx, subject);
              if (guard.failures() <= 1) {
                GuardStore.clear(tx, subject);
              } else {
                GuardStore.put(
                    tx, subject, new GuardStore.Guard(guard.failures() - 1, guard.failedAt(), 0));
              }
            });
  }

  /// The password was right, or an administrator unlocks.
  public void clear(byte[] subject) {
    kernel
        .db()
        .grouped(
            subject,
            tx -> {
              GuardStore.clear(tx, subject);
              return true;
            });
  }

  /// Forgets a bounded number of old counts; says how many.
  public int sweep() {
    long now = kernel.clock().millis();
    long before = now - AccountLimits.FAILURES_KEPT.toMillis();
    return kernel.db().tx(tx -> GuardStore.sweep(tx, before, now));
  }
}
