package dev.wardroom.client.connection;

import dev.wardroom.schema.v1.Reason;
import java.io.Serial;
import java.time.Duration;

/// The server said no. The text is the server's, for people; the reason is stable.
public final class Refused extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final long retryAfterMillis;

  public Refused(Reason reason, String text, long retryAfterMillis) {
    super(text);
    this.reason = reason;
    this.retryAfterMillis = retryAfterMillis;
  }

  public Reason reason() {
    return reason;
  }

  /// Zero when there is no point in waiting.
  public Duration retryAfter() {
    return Duration.ofMillis(retryAfterMillis);
  }

  /// True when the same call may succeed later without anybody doing anything.
  public boolean passing() {
    return reason == Reason.REASON_TOO_MANY
        || reason == Reason.REASON_UNAVAILABLE
        || reason == Reason.REASON_INTERNAL
        || (reason == Reason.REASON_LIMIT_REACHED && retryAfterMillis > 0);
  }
}
