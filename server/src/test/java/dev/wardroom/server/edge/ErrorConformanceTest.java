package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorConformanceTest {
  /// Connect's codes that a server may answer with (Connect Protocol Reference, "Error codes").
  private static final Set<String> CODES =
      Set.of(
          "invalid_argument",
          "failed_precondition",
          "unauthenticated",
          "permission_denied",
          "not_found",
          "already_exists",
          "resource_exhausted",
          "unavailable",
          "unimplemented",
          "internal");

  private final FakeClock clock = new FakeClock();
  private final ErrorMapping errors = new ErrorMapping(clock, new SimpleMeterRegistry());

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasACodeAndAStatus(Reason reason) {
    ErrorMapping.Shape shape = ErrorMapping.shape(reason);
    assertThat(CODES).contains(shape.code());
    assertThat(shape.status()).isBetween(400, 599);
  }

  @Test
  void aRefusalIsPassedOnWithRequestAndTime() {
    dev.wardroom.schema.v1.Refusal refusal =
        errors.refusal(new Refusal(Reason.REASON_TOO_MANY, Duration.ofMillis(250), "Wait."), "r-1");
    assertThat(refusal.getReason()).isEqualTo(Reason.REASON_TOO_MANY);
    assertThat(refusal.getText()).isEqualTo("Wait.");
    assertThat(refusal.getRetryAfterMillis()).isEqualTo(250);
    assertThat(refusal.getRequestId()).isEqualTo("r-1");
    assertThat(refusal.getServerTime()).isEqualTo(clock.millis());
  }

  @Test
  void aTemporaryFailureIsUnavailableWithARetryTime() {
    dev.wardroom.schema.v1.Refusal refusal =
        errors.refusal(new TemporaryFailure("secret place", null), "r");
    assertThat(refusal.getReason()).isEqualTo(Reason.REASON_UNAVAILABLE);
    assertThat(refusal.getRetryAfterMillis()).isPositive();
    assertThat(refusal.getText()).doesNotContain("secret");
  }

  @Test
  void bugsAndAnythingElseAreInternalAndTellNothing() {
    for (Throwable thrown :
        new Throwable[] {new Bug("secret"), new IllegalStateException("secret")}) {
      dev.wardroom.schema.v1.Refusal refusal = errors.refusal(thrown, "r-9");
      assertThat(refusal.getReason()).isEqualTo(Reason.REASON_INTERNAL);
      assertThat(refusal.getText()).contains("r-9").doesNotContain("secret");
    }
  }
}
