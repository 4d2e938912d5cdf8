package dev.wardroom.server.kernel;

import dev.wardroom.schema.v1.Reason;
import java.time.Duration;

/// A caller is told no: malformed, not signed in, forbidden, too many, full.
///
/// It carries no stack trace, because refusing must stay cheaper than asking. The text is for
/// people and says what to do next; it never holds content, names, keys or ids.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final Duration retryAfter;

  public Refusal(Reason reason, Duration retryAfter, String text) {
    super(text, null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /// A refusal that trying again does not change.
  public Refusal(Reason reason, String text) {
    this(reason, Duration.ZERO, text);
  }

  /// A queue or a resource is full at this moment.
  public static Refusal busy(Duration retryAfter) {
    return new Refusal(
        Reason.REASON_UNAVAILABLE, retryAfter, "The server is busy. Try again in a moment.");
  }

  public Reason reason() {
    return reason;
  }

  /// Zero when trying again is useless.
  public Duration retryAfter() {
    return retryAfter;
  }

  /// What a person is told.
  public String text() {
    String text = getMessage();
    return text == null ? "" : text;
  }
}
