package dev.wardroom.server.files;

import dev.wardroom.server.kernel.Kernel;
import java.time.Duration;

/// Keeps bytes from being deleted while a backup copies them; rows go all the same.
public final class FileHolds {
  /// A backup that died lets go after this long.
  private static final Duration HOLD = Duration.ofMinutes(10);

  private static final int ID_BYTES = 16;

  private final Kernel kernel;
  private final FileHoldStore store = new FileHoldStore();

  FileHolds(Kernel kernel) {
    this.kernel = kernel;
  }

  /// Begins a hold.
  public Hold take() {
    Hold hold = new Hold(kernel.random().bytes(ID_BYTES));
    hold.renew();
    return hold;
  }

  /// A hold under way. Renew it at least every few minutes.
  public final class Hold implements AutoCloseable {
    private final byte[] id;

    private Hold(byte[] id) {
      this.id = id;
    }

    public void renew() {
      kernel.db().run(tx -> store.put(tx, id, kernel.clock().millis() + HOLD.toMillis()));
    }

    @Override
    public void close() {
      kernel.db().run(tx -> store.remove(tx, id, kernel.clock().millis()));
    }
  }
}
