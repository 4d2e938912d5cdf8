package dev.wardroom.server.kernel;

import org.jspecify.annotations.Nullable;

/// Something the server needs is away: the database, the disk, the object store. The caller hears
/// "unavailable" with a retry time. Whether a write under way took effect is unknown, which is why
/// every write can be repeated.
public final class TemporaryFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean full;

  public TemporaryFailure(String what, @Nullable Throwable cause) {
    this(what, cause, false);
  }

  private TemporaryFailure(String what, @Nullable Throwable cause, boolean full) {
    super(what, cause);
    this.full = full;
  }

  /// There is no room on the disk: it does not pass by itself, an administrator must act.
  public static TemporaryFailure noRoom(@Nullable Throwable cause) {
    return new TemporaryFailure("the disk is full", cause, true);
  }

  public boolean isNoRoom() {
    return full;
  }
}
