package dev.wardroom.server.files;

import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps bytes from being deleted while a backup copies them; rows go all the same. A hold renews
/// itself as long as it is open, however long one file or one table takes.
public final class FileHolds {
  /// A backup that died lets go after this long.
  private static final Duration HOLD = Duration.ofMinutes(10);

  private static final Duration RENEW_EVERY = Duration.ofMinutes(1);
  private static final int ID_BYTES = 16;
  private static final Logger LOG = LoggerFactory.getLogger(FileHolds.class);

  private final Kernel kernel;
  private final FileHoldStore store = new FileHoldStore();

  private final Duration renewEvery;

  FileHolds(Kernel kernel) {
    this(kernel, RENEW_EVERY);
  }

  FileHolds(Kernel kernel, Duration renewEvery) {
    this.kernel = kernel;
    this.renewEvery = renewEvery;
  }

  /// Begins a hold.
  public Hold take() {
    byte[] id = kernel.random().bytes(ID_BYTES);
    renew(id);
    return new Hold(id, Thread.ofVirtual().name("file-hold").start(() -> renewOn(id)));
  }

  private void renew(byte[] id) {
    kernel.db().run(tx -> store.put(tx, id, kernel.clock().millis() + HOLD.toMillis()));
  }

  private void renewOn(byte[] id) {
    while (true) {
      try {
        Thread.sleep(renewEvery);
        renew(id);
      } catch (InterruptedException ended) {
        return;
      } catch (Refusal | TemporaryFailure away) {
        LOG.warn("a hold on files was not renewed, tries again why={}", away.toString());
      }
    }
  }

  /// A hold under way.
  public final class Hold implements AutoCloseable {
    private final byte[] id;
    private final Thread renewing;

    private Hold(byte[] id, Thread renewing) {
      this.id = id;
      this.renewing = renewing;
    }

    @Override
    public void close() {
      renewing.interrupt();
      try {
        renewing.join();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      kernel.db().run(tx -> store.remove(tx, id, kernel.clock().millis()));
    }
  }
}
