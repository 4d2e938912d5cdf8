package dev.wardroom.server.files.blobs;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A few platform threads for disk calls. A disk call holds its carrier thread: on virtual threads
/// two slow fsyncs would stop all requests of a two-core server.
///
/// Thread-safe. Its queue needs no bound of its own: a caller waits for its call, so that there are
/// never more than requests in flight.
final class DiskThreads implements AutoCloseable {
  private final ExecutorService threads;

  DiskThreads(int count) {
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon(true).name("blob-disk-", 0).factory());
  }

  /// Starts a call; the caller must end it with [#await].
  <T> Future<T> start(Callable<T> call) {
    return threads.submit(call);
  }

  <T> T run(Callable<T> call) throws IOException {
    return await(start(call));
  }

  /// Waits also when interrupted: the call uses the caller's buffer, which must not be reused
  /// before.
  static <T> T await(Future<T> call) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unwrapped(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> new IOException(e);
    };
  }

  @Override
  public void close() {
    threads.close();
  }
}
