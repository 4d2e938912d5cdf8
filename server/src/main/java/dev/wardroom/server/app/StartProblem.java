package dev.wardroom.server.app;

/// The server does not start; one line says why, the code says which kind.
public final class StartProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int USAGE = 2;
  static final int REFUSED = 3;
  static final int UNREACHABLE = 4;

  private final int exitCode;

  StartProblem(int exitCode, String text) {
    super(text, null, false, false);
    this.exitCode = exitCode;
  }

  /// Of the process.
  public int exitCode() {
    return exitCode;
  }
}
