package dev.wardroom.server.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes parts of a server that stops anyway: one that fails must not keep the others open.
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  static void quietly(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception failure) {
      LOG.warn("a part did not close part={}", part.getClass().getSimpleName(), failure);
    }
  }
}
