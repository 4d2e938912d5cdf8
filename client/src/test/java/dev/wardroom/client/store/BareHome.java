package dev.wardroom.client.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// A home's store without an account or a server, for tests of single parts.
public final class BareHome implements AutoCloseable {

  private final Local local;

  private BareHome(Local local) {
    this.local = local;
  }

  public static BareHome in(Path folder) {
    return in(folder, Clock.systemUTC());
  }

  public static BareHome in(Path folder, Clock clock) {
    Vault vault = new Vault(new byte[32]);
    return new BareHome(
        new Local(
            Database.open(folder.resolve("store.db")),
            vault,
            new SealedJson(vault),
            new MetaStore(vault),
            clock,
            new SecureRandom(),
            folder));
  }

  public Local local() {
    return local;
  }

  @Override
  public void close() {
    local.db().close();
  }
}
