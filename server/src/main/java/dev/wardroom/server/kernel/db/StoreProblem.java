package dev.wardroom.server.kernel.db;

import java.sql.SQLException;

/// The store cannot be used as it is; the server does not start. The text says what to do.
public final class StoreProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreProblem(String text) {
    super(text);
  }

  public StoreProblem(String text, Throwable cause) {
    super(text, cause);
  }

  /// Whether the database did not answer at all, in contrast to one that answers wrongly.
  public boolean isUnreachable() {
    return getCause() instanceof SQLException;
  }
}
