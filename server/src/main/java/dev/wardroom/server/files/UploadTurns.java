package dev.wardroom.server.files;

import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One writer for each upload. The newest wins: a client whose line was cut comes back before the
/// server has noticed, and must not wait for a dead connection.
///
/// Thread-safe. Its size is bounded by the number of requests.
final class UploadTurns {
  private final ConcurrentHashMap<BlobName, Turn> turns = new ConcurrentHashMap<>();
  private final Duration patience;

  UploadTurns(Duration patience) {
    this.patience = patience;
  }

  /// Ends the older turn of this file and takes its place.
  Turn take(BlobName name) {
    Turn mine = new Turn(name, Thread.currentThread());
    @Nullable Turn older = turns.putIfAbsent(name, mine);
    long endsAt = System.nanoTime() + patience.toNanos();
    while (older != null) {
      older.cancel();
      if (!older.endedBefore(endsAt)) {
        throw Refusal.busy(patience);
      }
      older = turns.putIfAbsent(name, mine);
    }
    return mine;
  }

  /// Held while bytes are written.
  final class Turn implements AutoCloseable {
    private final BlobName name;
    private final Thread owner;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;

    private Turn(BlobName name, Thread owner) {
      this.name = name;
      this.owner = owner;
    }

    /// A source that ends with a failure once a newer turn is asked for.
    InputStream guard(InputStream source) {
      return new Guarded(source);
    }

    private void cancel() {
      cancelled = true;
      owner.interrupt();
    }

    private boolean endedBefore(long endsAtNanos) {
      try {
        return ended.await(endsAtNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      turns.remove(name, this);
      ended.countDown();
    }

    private final class Guarded extends InputStream {
      private final InputStream source;

      private Guarded(InputStream source) {
        this.source = source;
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        checkTurn(null);
        try {
          return source.read(into, from, length);
        } catch (IOException | RuntimeException e) {
          checkTurn(e);
          throw e;
        }
      }

      /// The interrupt was only meant to wake the read: it must not reach the database after it.
      private void checkTurn(@Nullable Exception woken) throws IOException {
        if (cancelled) {
          Thread.interrupted();
          throw new IOException("a newer upload of this file took over", woken);
        }
      }
    }
  }
}
