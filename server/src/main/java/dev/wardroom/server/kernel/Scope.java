package dev.wardroom.server.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A bounded fork of work: every child ends before the scope does, and the first failure cancels
/// the rest.
///
/// ```java
/// try (Scope scope = Scope.open("restore", Duration.ofMinutes(1))) {
///   Future<Long> size = scope.fork(() -> sizeOf(path));
///   scope.join();
///   return size.resultNow();
/// }
/// ```
///
/// The JDK's own structured scopes are a preview in 25; when they are final the inside of this
/// class becomes one of them. One thread opens, forks, joins and closes.
public final class Scope implements AutoCloseable {
  private final String name;
  private final long endsAtNanos;
  private final ExecutorService children;
  private final List<Future<?>> forked = new ArrayList<>();

  private Scope(String name, Duration deadline) {
    this.name = name;
    this.endsAtNanos = System.nanoTime() + deadline.toNanos();
    this.children =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("scope-" + name, 0).factory());
  }

  /// Opens a scope whose children must be done within the deadline.
  public static Scope open(String name, Duration deadline) {
    return new Scope(name, deadline);
  }

  /// Starts a child on a virtual thread of its own.
  public <T> Future<T> fork(Callable<T> work) {
    Future<T> child = children.submit(work);
    forked.add(child);
    return child;
  }

  /// Waits for all children. Throws what the first failed child threw, or [TemporaryFailure] past
  /// the deadline; in both cases the others are cancelled.
  public void join() {
    for (Future<?> child : forked) {
      try {
        child.get(Math.max(1, endsAtNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        cancelAll();
        throw unwrapped(failed);
      } catch (TimeoutException late) {
        cancelAll();
        throw new TemporaryFailure("scope " + name + " passed its deadline", late);
      } catch (InterruptedException stopped) {
        cancelAll();
        Thread.currentThread().interrupt();
        throw new TemporaryFailure("scope " + name + " was interrupted", stopped);
      }
    }
  }

  @Override
  public void close() {
    cancelAll();
    children.close();
  }

  private void cancelAll() {
    forked.forEach(child -> child.cancel(true));
  }

  private RuntimeException unwrapped(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof RuntimeException already) {
      return already;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new TemporaryFailure("scope " + name + " failed", cause);
  }
}
