package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.ServerSecrets;
import dev.wardroom.server.accounts.secrets.SignInGuard;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import java.time.Duration;

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
