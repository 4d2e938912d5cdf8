package dev.wardroom.e2e.hostile;

import java.io.Serial;

/// Thrown by a rule: what was to pass does not, and the connection ends on both sides.
public final class Cut extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public Cut() {
    super("cut by a rule");
  }
}
