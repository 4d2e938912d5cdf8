package dev.wardroom.client.events;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Hands events to the open streams. Thread-safe.
public final class News implements Events {

  private static final int STREAMS_MAX = 16;
  private static final int WAITING_MAX = 1_024;

  private final List<Queue> streams = new CopyOnWriteArrayList<>();
  private final Consumer<Event.Warned> kept;

  public News() {
    this(_ -> {});
  }

  /// @param kept told of each warning, whether or not anybody looks; not inside a transaction
  public News(Consumer<Event.Warned> kept) {
    this.kept = kept;
  }

  public void publish(Event event) {
    if (event instanceof Event.Warned warned) {
      kept.accept(warned);
    }
    streams.forEach(stream -> stream.put(event));
  }

  @Override
  public Stream open() {
    if (streams.size() >= STREAMS_MAX) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "too many screens look at this home: close one");
    }
    Queue queue = new Queue();
    streams.add(queue);
    return queue;
  }

  private final class Queue implements Stream {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    // Guarded by lock.
    private final Deque<Event> waiting = new ArrayDeque<>();
    private boolean closed;

    private void put(Event event) {
      lock.lock();
      try {
        if (waiting.size() >= WAITING_MAX) {
          waiting.clear();
          waiting.add(new Event.Resync());
        }
        waiting.add(event);
        filled.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public List<Event> next(Duration wait) {
      lock.lock();
      try {
        long left = wait.toNanos();
        while (waiting.isEmpty() && left > 0 && !closed) {
          left = filled.awaitNanos(left);
        }
        List<Event> taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      streams.remove(this);
      lock.lock();
      try {
        closed = true;
        filled.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
