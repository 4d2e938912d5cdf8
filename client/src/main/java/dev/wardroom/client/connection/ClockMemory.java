package dev.wardroom.client.connection;

import dev.wardroom.client.store.Local;

/// How far the server's clock was from ours, from one session to the next.
public final class ClockMemory {

  private static final String OFFSET = "server clock offset";

  private final Local local;

  public ClockMemory(Local local) {
    this.local = local;
  }

  public void recall(ServerClock clock) {
    local.db().tx(tx -> local.meta().getJson(tx, OFFSET, Long.class)).ifPresent(clock::recall);
  }

  public void save(ServerClock clock) {
    local.db().write(tx -> local.meta().putJson(tx, OFFSET, clock.offsetMillis()));
  }
}
