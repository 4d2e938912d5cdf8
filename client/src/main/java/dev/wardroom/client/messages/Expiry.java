package dev.wardroom.client.messages;

import dev.wardroom.client.Events;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.events.News;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Deletes what has expired, across restarts. One virtual thread sleeps until the next time.
public final class Expiry implements AutoCloseable {

  private static final Duration SLEEP_LONGEST = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration TIME_WAITED = Duration.ofSeconds(20);
  private static final Duration TIME_LOOKED_AT = Duration.ofMillis(250);
  private static final long CLOCK_GRACE_MILLIS = 5 * 60_000;
  private static final int DELETED_AT_ONCE = 500;

  private final Local local;
  private final ServerClock clock;
  private final MessageStore store;
  private final News news;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long startedNanos = System.nanoTime();
  // Guarded by lock.
  private boolean closed;
  private boolean woken;
  private @Nullable Thread thread;

  public Expiry(Local local, ServerClock clock, MessageStore store, News news) {
    this.local = local;
    this.clock = clock;
    this.store = store;
    this.news = news;
  }

  /// A time to live counts from acceptance, at most sent-at + 5 minutes + the time to live.
  ///
  /// @return milliseconds since epoch, 0 = never
  public static long expiresAt(long ttlSeconds, long sentAt, long acceptedAt) {
    return ttlSeconds == 0
        ? 0
        : Math.min(acceptedAt, sentAt + CLOCK_GRACE_MILLIS) + ttlSeconds * 1000;
  }

  public void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = Thread.ofVirtual().name("wardroom-expiry").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /// A time was set that may be the next one.
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        woken = false;
        lock.unlock();
        Duration wait;
        try {
          wait = untilTimeIsKnown();
          if (wait.isZero()) {
            sweep();
            wait = untilNext();
          }
        } catch (StoreFailure e) {
          // Full or busy for a while: what is over goes as soon as it can.
          wait = AFTER_FAILURE;
        } finally {
          lock.lock();
        }
        if (!closed && !woken) {
          long ignored = changed.awaitNanos(wait.toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// A wrong clock of this machine must not delete early: the server's time is waited for, but not
  /// long, since it may be away.
  private Duration untilTimeIsKnown() {
    long waited = System.nanoTime() - startedNanos;
    return clock.isObserved() || waited >= TIME_WAITED.toNanos() ? Duration.ZERO : TIME_LOOKED_AT;
  }

  private Duration untilNext() {
    Optional<Long> next = local.db().tx(store::nextExpiry);
    long millis = next.map(at -> Math.max(1, at - clock.expiryMillis())).orElse(Long.MAX_VALUE);
    return Duration.ofMillis(Math.min(millis, SLEEP_LONGEST.toMillis()));
  }

  /// Deletes what is over now.
  public void sweep() {
    List<StoredMessage> gone;
    do {
      gone =
          local
              .db()
              .tx(tx -> {
                List<StoredMessage> expired =
                    store.expired(tx, clock.expiryMillis(), DELETED_AT_ONCE);
                expired.forEach(message -> store.delete(tx, message));
                return expired;
              });
      for (StoredMessage message : gone) {
        news.publish(
            new Events.Event.MessageChanged(
                new ConversationRef(message.conversation().toString()),
                new MessageRef(message.id().toString())));
      }
      if (!gone.isEmpty()) {
        local.db().forgetDeleted();
      }
    } while (gone.size() == DELETED_AT_ONCE);
  }

  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      try {
        boolean ignored = running.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
