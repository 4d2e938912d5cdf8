package dev.wardroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Asserts that input is refused, with the error that the specification names.
public final class Refused {
  private Refused() {}

  public static void with(ProtocolError expected, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(ProtocolException.class);
    assertThat(((ProtocolException) thrown).error()).isEqualTo(expected);
  }
}
