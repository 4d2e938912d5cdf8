package dev.wardroom.server.kernel;

import org.jspecify.annotations.Nullable;

/// Something the server needs is away: the database, the disk, the object store. The caller hears
/// "unavailable" with a retry time. Whether a write under way took effect is unknown, which is why
/// every write can be repeated.
public final class TemporaryFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TemporaryFailure(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
