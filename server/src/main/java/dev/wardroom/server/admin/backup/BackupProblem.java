package dev.wardroom.server.admin.backup;

import org.jspecify.annotations.Nullable;

/// A backup or a restore cannot be done; the text says what to do.
public final class BackupProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupProblem(String text, @Nullable Throwable cause) {
    super(text, cause);
  }

  BackupProblem(String text) {
    this(text, null);
  }

  public String text() {
    String text = getMessage();
    return text == null ? "" : text;
  }
}
