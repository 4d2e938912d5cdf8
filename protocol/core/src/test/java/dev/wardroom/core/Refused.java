package dev.wardroom.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
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
