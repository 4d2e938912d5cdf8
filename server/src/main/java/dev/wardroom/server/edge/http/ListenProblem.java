package dev.wardroom.server.edge.http;

/// The server cannot listen where it should; it does not start. The text says what to do.
public final class ListenProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ListenProblem(String text) {
    super(text, null, false, false);
  }
}
