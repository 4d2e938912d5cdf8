package dev.wardroom.server.admin;

import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.Secret;
import dev.wardroom.server.kernel.db.StoreProblem;
import dev.wardroom.server.kernel.db.engine.StoreProbe;

/// The store: reachable, of a release that this one can work with, with the settings that
/// durability rests on. Nothing is changed.
final class StoreChecks {
  private final Config config;

  StoreChecks(Config config) {
    this.config = config;
  }

  Finding run() {
    String address = config.database().url().map(Secret::reveal).orElse("");
    try {
      return Finding.good("store", StoreProbe.look(address, config.data()));
    } catch (StoreProblem problem) {
      return Finding.wrong(
          "store",
          String.valueOf(problem.getMessage()),
          address.isEmpty()
              ? "Look at the file, or restore a backup: wardroom admin restore."
              : "Look at database.url and at the PostgreSQL server.");
    }
  }
}
