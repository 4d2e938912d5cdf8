package dev.wardroom.server.networks;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.ProtocolException;

/// What a caller hears whose signed object does not hold: the stable name of the error, so that a
/// client author can look it up, and nothing of the object.
public final class ProtocolRefusals {
  private ProtocolRefusals() {}

  public static Refusal of(ProtocolException failure) {
    return new Refusal(reason(failure), "The signed object was refused: " + failure.error() + ".");
  }

  private static Reason reason(ProtocolException failure) {
    return switch (failure.error()) {
      case MALFORMED, TOO_LARGE, UNSUPPORTED_SUITE, KEY_INVALID, SIGNATURE_FORM ->
          Reason.REASON_MALFORMED;
      case UNSUPPORTED_VERSION -> Reason.REASON_VERSION;
      default -> Reason.REASON_NOT_AUTHENTIC;
    };
  }
}
