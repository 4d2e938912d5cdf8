package dev.wardroom.server.kernel;

import dev.wardroom.server.kernel.db.Tx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// News between rooms, published by the room that made it and heard by rooms further right, so that
/// no room calls upwards.
///
/// `publish` runs the `within` listeners at once, in the publisher's transaction: what they throw
/// undoes it. After the commit is durable, and only then, the `after` listeners run on the
/// committing thread, in the order of publication. They must be quick: they hand work to an event
/// loop or a bounded queue and never touch the database. What a listener after the commit throws is
/// logged and counted as a bug, and the others still run: the commit cannot be taken back.
///
/// Between nodes only events that implement [Shared] will travel; that needs no change in
/// publishers.
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  /// Marks a record as an event.
  public interface Event {}

  /// An event that other nodes need too, with the subject it is sent under.
  public interface Shared extends Event {
    /// A short stable word, for example `item`.
    String subject();
  }

  /// Runs inside the transaction of the publisher.
  @FunctionalInterface
  public interface Within<E extends Event> {
    void on(Tx tx, E event);
  }

  private final Map<Class<?>, List<Within<Event>>> within = new ConcurrentHashMap<>();
  private final Map<Class<?>, List<Consumer<Event>>> after = new ConcurrentHashMap<>();

  /// Listens inside the publisher's transaction. Call while the server is wired, before it starts.
  public <E extends Event> void within(Class<E> type, Within<? super E> listener) {
    within
        .computeIfAbsent(type, _ -> new CopyOnWriteArrayList<>())
        .add((tx, event) -> listener.on(tx, type.cast(event)));
  }

  /// Listens after the commit. Call while the server is wired, before it starts.
  public <E extends Event> void after(Class<E> type, Consumer<? super E> listener) {
    after
        .computeIfAbsent(type, _ -> new CopyOnWriteArrayList<>())
        .add(event -> listener.accept(type.cast(event)));
  }

  /// Publishes in a transaction: now to those who listen within it, after its commit to the others.
  public void publish(Tx tx, Event event) {
    for (Within<Event> listener : within.getOrDefault(event.getClass(), List.of())) {
      listener.on(tx, event);
    }
    if (after.containsKey(event.getClass())) {
      tx.afterCommit(() -> announce(event));
    }
  }

  /// Publishes what no transaction stands behind (a connection that ended, for example).
  public void announce(Event event) {
    for (Consumer<Event> listener : after.getOrDefault(event.getClass(), List.of())) {
      try {
        listener.accept(event);
      } catch (RuntimeException failure) {
        LOG.error(
            "listener failed after commit event={}", event.getClass().getSimpleName(), failure);
      }
    }
  }
}
