package dev.wardroom.server.edge;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where exceptions become answers.
public final class ErrorMapping {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Duration NO_ROOM_RETRY_AFTER = Duration.ofSeconds(10);

  /// How a reason looks on the wire of the Connect protocol.
  ///
  /// @param code Connect's word for it
  /// @param status of HTTP
  public record Shape(String code, int status) {}

  private final Clock clock;
  private final MeterRegistry metrics;

  public ErrorMapping(Clock clock, MeterRegistry metrics) {
    this.clock = clock;
    this.metrics = metrics;
  }

  /// The refusal that a caller gets for what was thrown. Bugs are logged at ERROR with the
  /// request's id, temporary failures at WARN; refusals are counted and not logged.
  public dev.wardroom.schema.v1.Refusal refusal(Throwable thrown, String requestId) {
    Refusal refusal =
        switch (thrown) {
          case Refusal refused -> refused;
          case TemporaryFailure away -> temporary(away, requestId);
          case Bug bug -> bug(bug, requestId);
          default -> bug(thrown, requestId);
        };
    metrics.counter("wardroom.refusals", "reason", refusal.reason().name()).increment();
    return dev.wardroom.schema.v1.Refusal.newBuilder()
        .setReason(refusal.reason())
        .setText(refusal.text())
        .setRetryAfterMillis((int) Math.min(Integer.MAX_VALUE, refusal.retryAfter().toMillis()))
        .setRequestId(requestId)
        .setServerTime(clock.millis())
        .build();
  }

  /// The wire's shape of a reason.
  public static Shape shape(Reason reason) {
    return switch (reason) {
      case REASON_MALFORMED, REASON_NOT_AUTHENTIC -> new Shape("invalid_argument", 400);
      case REASON_CLOCK, REASON_VERSION, REASON_LEASE -> new Shape("failed_precondition", 400);
      case REASON_NOT_SIGNED_IN, REASON_SIGN_IN_REFUSED -> new Shape("unauthenticated", 401);
      case REASON_FORBIDDEN, REASON_SUSPENDED -> new Shape("permission_denied", 403);
      case REASON_NOT_FOUND -> new Shape("not_found", 404);
      case REASON_CONFLICT, REASON_NAME_TAKEN -> new Shape("already_exists", 409);
      case REASON_TOO_LARGE -> new Shape("resource_exhausted", 413);
      case REASON_TOO_MANY, REASON_LIMIT_REACHED -> new Shape("resource_exhausted", 429);
      case REASON_UNAVAILABLE -> new Shape("unavailable", 503);
      case REASON_UNKNOWN_METHOD -> new Shape("unimplemented", 501);
      case REASON_INTERNAL, REASON_UNSPECIFIED, UNRECOGNIZED -> new Shape("internal", 500);
    };
  }

  private static Refusal temporary(TemporaryFailure away, String requestId) {
    LOG.warn("temporary failure request={} what={}", requestId, away.getMessage());
    return new Refusal(
        Reason.REASON_UNAVAILABLE,
        away.isNoRoom() ? NO_ROOM_RETRY_AFTER : RETRY_AFTER,
        away.isNoRoom()
            ? "The server has no room on its disk. Its administrator must act."
            : "The server cannot do this at the moment. It is tried again by itself.");
  }

  private static Refusal bug(Throwable thrown, String requestId) {
    LOG.error("bug request={}", requestId, thrown);
    return new Refusal(
        Reason.REASON_INTERNAL,
        "A fault of the server. Give its operator the request id " + requestId + ".");
  }
}
