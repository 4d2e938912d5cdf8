package dev.wardroom.client.connection;

import java.io.Serial;

/// The server did not answer: whether it did what was asked is not known.
public final class Unreachable extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public Unreachable(String text) {
    super(text);
  }

  public Unreachable(String text, Throwable cause) {
    super(text, cause);
  }
}
