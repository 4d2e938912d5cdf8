package dev.wardroom.server.app;

import dev.wardroom.server.kernel.config.Limit;
import java.util.List;

/// The movable bounds of the process itself.
final class AppLimits {
  static final Limit STORE_QUEUE =
      new Limit(
          "store-queue",
          4096,
          16,
          1_000_000,
          "pieces of work",
          "Work that waits for the store at once; more is told to try again.");

  static final List<Limit> ALL = List.of(STORE_QUEUE);

  private AppLimits() {}
}
