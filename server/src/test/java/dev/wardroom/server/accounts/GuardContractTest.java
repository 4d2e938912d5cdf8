package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.accounts.secrets.Passwords;
import dev.wardroom.server.accounts.secrets.ServerSecrets;
import dev.wardroom.server.accounts.secrets.SignInGuard;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.config.Limits;
import dev.wardroom.server.kernel.db.EngineTest;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

final class GuardContractTest {
  private static Duration locked(SignInGuard guard, byte[] subject) {
    Duration[] wait = new Duration[1];
    assertThatThrownBy(() -> guard.begin(subject))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.REASON_SUSPENDED);
              wait[0] = refusal.retryAfter();
            });
    return wait[0];
  }

  @EngineTest
  void tenFailuresLockForAQuarterOfAnHourAndEachFurtherOneTwiceAsLong(
      Kernel kernel, FakeClock clock) {
    SignInGuard guard = new SignInGuard(kernel, ServerSecrets.open(kernel));
    byte[] subject = guard.subject("sign-in", "anna");
    for (int i = 0; i < 10; i++) {
      guard.begin(subject);
    }
    assertThat(locked(guard, subject)).isEqualTo(Duration.ofMinutes(15));
    clock.advance(Duration.ofMinutes(15));
    guard.begin(subject);
    assertThat(locked(guard, subject)).isEqualTo(Duration.ofMinutes(30));
    for (int i = 0; i < 8; i++) {
      clock.advance(locked(guard, subject));
      guard.begin(subject);
    }
    assertThat(locked(guard, subject)).isEqualTo(Duration.ofDays(1));
  }

  @EngineTest
  void successAndTimeForgetFailures(Kernel kernel, FakeClock clock) {
    SignInGuard guard = new SignInGuard(kernel, ServerSecrets.open(kernel));
    byte[] subject = guard.subject("sign-in", "anna");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 9; i++) {
        guard.begin(subject);
      }
      guard.clear(subject);
    }
    for (int i = 0; i < 9; i++) {
      guard.begin(subject);
    }
    clock.advance(Duration.ofDays(3));
    assertThat(guard.sweep()).isEqualTo(1);
    assertThatCode(() -> guard.begin(subject)).doesNotThrowAnyException();
  }

  @EngineTest
  void anAttemptThatNobodyCouldLookAtDoesNotCount(Kernel kernel) throws Exception {
    ServerSecrets secrets = ServerSecrets.open(kernel);
    SignInGuard guard = new SignInGuard(kernel, secrets);
    byte[] subject = guard.subject("sign-in", "anna");
    Passwords stuck = new Passwords(withoutPermits(kernel), secrets);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < AccountLimits.HASHES_WAITING_MAX; i++) {
      waiting.add(Thread.startVirtualThread(() -> assertBusy(() -> isRight(stuck))));
    }
    Gauge gauge = kernel.metrics().get("wardroom.accounts.hashes.waiting").gauge();
    while (gauge.value() < AccountLimits.HASHES_WAITING_MAX) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 25; i++) {
      assertBusy(() -> guard.attempt(subject, () -> isRight(stuck)));
    }
    waiting.forEach(Thread::interrupt);
    for (int i = 0; i < 10; i++) {
      assertThat(guard.attempt(subject, () -> false)).isFalse();
    }
    locked(guard, subject);
  }

  private static boolean isRight(Passwords passwords) {
    return passwords.isRight("anna", Optional.empty(), ByteString.copyFrom(new byte[32]));
  }

  private static void assertBusy(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REASON_UNAVAILABLE));
  }

  /// A kernel on which every hash waits.
  private static Kernel withoutPermits(Kernel kernel) {
    return new Kernel(
        kernel.config(),
        new Limits(Map.of(AccountLimits.HASHES_AT_ONCE.name(), 0L)),
        kernel.clock(),
        kernel.random(),
        kernel.db(),
        kernel.events(),
        kernel.workers(),
        kernel.rates(),
        kernel.metrics());
  }

  @EngineTest
  void otherNamesAndPurposesAreCountedApart(Kernel kernel) {
    SignInGuard guard = new SignInGuard(kernel, ServerSecrets.open(kernel));
    for (int i = 0; i < 10; i++) {
      guard.begin(guard.subject("sign-in", "anna"));
    }
    assertThatCode(() -> guard.begin(guard.subject("change", "anna"))).doesNotThrowAnyException();
    assertThatCode(() -> guard.begin(guard.subject("sign-in", "ben"))).doesNotThrowAnyException();
  }

  @EngineTest
  void theServersOwnKeysAreTheSameAfterARestart(Kernel kernel) {
    byte[] input = {1, 2, 3};
    byte[] before = ServerSecrets.open(kernel).mac(ServerSecrets.Purpose.SALTS, input);
    ServerSecrets again = ServerSecrets.open(kernel);
    assertThat(again.mac(ServerSecrets.Purpose.SALTS, input)).isEqualTo(before);
    assertThat(again.mac(ServerSecrets.Purpose.NAMES, input)).isNotEqualTo(before);
  }
}
