package dev.wardroom.server.kernel;

import org.jspecify.annotations.Nullable;

/// A broken invariant of our own. It is logged at ERROR with an incident id and counted.
public final class Bug extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Bug(String why) {
    super(why);
  }

  public Bug(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
