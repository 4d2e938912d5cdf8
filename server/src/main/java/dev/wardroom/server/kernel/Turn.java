package dev.wardroom.server.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A place in a line of calls that must reach the database in the order in which they came, and may
/// wait for their commits together.
///
/// Each call runs on a thread of its own, so that without a line two of them could overtake each
/// other. The database waits for the turn before it queues a call's first shared write, and passes
/// the turn on right after: 16 calls of one socket still share one commit. Whoever runs the call
/// leaves the line when the call is over, whether or not it came that far.
///
/// Thread-safe. A waiting virtual thread holds no carrier.
public final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable CountDownLatch before;

  private Turn(@Nullable Turn before) {
    this.before = before == null ? null : before.over;
  }

  /// A place behind another one; at the head of a line when there is none.
  public static Turn behind(@Nullable Turn before) {
    return new Turn(before);
  }

  /// Returns when everybody before has passed the turn on. Throws [TemporaryFailure] when that
  /// takes longer than the patience.
  ///
  /// @param patienceNanos nanoseconds
  public void await(long patienceNanos) {
    CountDownLatch earlier = before;
    if (earlier == null) {
      return;
    }
    try {
      if (!earlier.await(patienceNanos, TimeUnit.NANOSECONDS)) {
        throw new TemporaryFailure("the calls before took too long", null);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new TemporaryFailure("stopped while calls before were waited for", stopped);
    }
    before = null;
  }

  /// Lets the next one go; after [#await].
  public void pass() {
    over.countDown();
  }

  /// The call is over. One that never came to the database is still behind those before it, so it
  /// waits for them before it lets the next one go.
  ///
  /// @param patienceNanos nanoseconds; after that the next one goes in any case
  public void leave(long patienceNanos) {
    if (over.getCount() == 0) {
      return;
    }
    try {
      await(patienceNanos);
    } catch (TemporaryFailure late) {
      LOG.debug("a turn is passed on before those in front of it are over");
    } finally {
      pass();
    }
  }
}
