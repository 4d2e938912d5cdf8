package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Session;
import dev.wardroom.server.kernel.db.SqlErrors;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.kernel.db.TxWork;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One piece of work on its way through a lane, and the caller who waits for it.
final class Task<T> implements Comparable<Task<?>> {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private enum State {
    WAITING,
    RUNNING,
    DONE,
    GIVEN_UP
  }

  private final byte @Nullable [] key;
  private final TxWork<T> work;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile @Nullable Thread waiter;
  private @Nullable Tx tx;
  private @Nullable T outcome;
  private @Nullable RuntimeException failure;

  /// @param key groups with others when present; alone in its transaction when absent
  Task(byte @Nullable [] key, TxWork<T> work) {
    this.key = key;
    this.work = work;
  }

  /// Nothing to do: wakes a lane that waits for work.
  static Task<Boolean> wakeUp() {
    Task<Boolean> nothing = new Task<>(null, tx -> Boolean.TRUE);
    nothing.state.set(State.GIVEN_UP);
    return nothing;
  }

  boolean isAlone() {
    return key == null;
  }

  /// Claims the task for its lane; false when the caller has given up.
  boolean start() {
    return state.compareAndSet(State.WAITING, State.RUNNING);
  }

  /// Runs the work, keeping its outcome for [#complete].
  void run(Session session) {
    Tx fresh = new Tx(session);
    tx = fresh;
    try {
      outcome = work.run(fresh);
    } catch (RuntimeException thrown) {
      throw SqlErrors.translated(thrown);
    } catch (StackOverflowError | AssertionError thrown) {
      throw new Bug("an error inside a transaction", thrown);
    }
  }

  void rolledBack() {
    if (tx != null) {
      tx.rolledBack();
      tx = null;
    }
  }

  /// Tells the news and wakes the caller; after the commit.
  void complete() {
    if (tx != null) {
      tx.committed();
      tx = null;
    }
    finish();
  }

  void fail(RuntimeException thrown) {
    failure = thrown;
    finish();
  }

  /// Fails it, if nothing is known of it yet. A lane's last word after an error.
  void failUnlessDone(RuntimeException thrown) {
    if (state.get() == State.RUNNING) {
      fail(thrown);
    }
  }

  /// Waits for the outcome, at most so long.
  T await(long patienceNanos) {
    long endsAt = System.nanoTime() + patienceNanos;
    waiter = Thread.currentThread();
    while (state.get() != State.DONE) {
      long left = endsAt - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        giveUp();
        continue;
      }
      LockSupport.parkNanos(this, left);
    }
    if (failure != null) {
      throw failure;
    }
    T result = outcome;
    if (result == null) {
      throw new Bug("work in a transaction answered null");
    }
    return result;
  }

  /// Work that has not begun never will; work that has begun may still commit.
  private void giveUp() {
    if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
      throw Refusal.busy(RETRY_AFTER);
    }
    if (state.get() != State.DONE) {
      throw new TemporaryFailure("the database took too long", null);
    }
  }

  private void finish() {
    state.set(State.DONE);
    Thread waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /// By key; equal keys keep their order of arrival in a stable sort.
  @Override
  public int compareTo(Task<?> other) {
    return key == null || other.key == null ? 0 : Arrays.compareUnsigned(key, other.key);
  }
}
