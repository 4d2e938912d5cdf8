package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Session;
import dev.wardroom.server.kernel.db.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One platform thread with one connection that takes tasks from a bounded queue.
///
/// Tasks without a key run alone. Tasks with a key share a commit: what is queued when the lane
/// comes round, sorted by key, up to [#GROUP_MAX]. A lone task commits at once; when the group
/// before was not lone, the lane waits [#LINGER_NANOS] for company, because every commit costs a
/// wait for the disk.
///
/// If one task of a group throws, the group rolls back and each runs alone, so that nobody fails
/// for another's fault. Serialisation failures are retried.
final class Lane implements AutoCloseable {
  /// Most tasks in one commit.
  static final int GROUP_MAX = 64;

  /// How long a busy lane waits for company.
  static final long LINGER_NANOS = 2_000_000;

  /// The group before this one, from which on a lane counts as busy.
  private static final int BUSY_FROM = 3;

  private static final int ATTEMPTS_MAX = 8;
  private static final long BACKOFF_NANOS = 2_000_000;
  private static final long IDLE_POLL_MILLIS = 500;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /// Opens the lane's connection, again after it broke.
  @FunctionalInterface
  interface Opener {
    Session open() throws SQLException;
  }

  /// Hears how many tasks each commit carried.
  @FunctionalInterface
  interface Gauge {
    void committed(int tasks);
  }

  private final BlockingQueue<Task<?>> queue;
  private final Opener opener;
  private final boolean keep;
  private final Gauge gauge;
  private final Thread thread;
  private volatile boolean closing;
  private @Nullable Session session;
  private int previousGroup;

  /// @param keep commits when true; a reader's lane rolls back
  Lane(String name, BlockingQueue<Task<?>> queue, Opener opener, boolean keep, Gauge gauge) {
    this.queue = queue;
    this.opener = opener;
    this.keep = keep;
    this.gauge = gauge;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::loop);
  }

  /// Opens the connection, so that a wrong setting stops the start, and begins to work.
  void start() throws SQLException {
    session = opener.open();
    thread.start();
  }

  private void loop() {
    List<Task<?>> group = new ArrayList<>(GROUP_MAX);
    while (!closing || !queue.isEmpty()) {
      try {
        turn(group);
      } catch (Throwable broken) {
        goOn(group, broken);
      }
      group.clear();
    }
    closeSession();
  }

  /// Takes what is queued and answers it.
  ///
  /// @param group empty; holds what was begun
  private void turn(List<Task<?>> group) {
    Task<?> first = poll();
    if (first == null || !first.start()) {
      return;
    }
    group.add(first);
    if (first.isAlone()) {
      runAlone(first);
      return;
    }
    Task<?> next = gather(group);
    runGroup(group);
    previousGroup = group.size();
    if (next != null) {
      group.clear();
      group.add(next);
      runAlone(next);
    }
  }

  /// An error that no work may throw: out of memory, a broken class. A lane that ended on it would
  /// leave a server that looks alive and answers nobody; those who wait are told, and it goes on
  /// with a new connection.
  private void goOn(List<Task<?>> begun, Throwable broken) {
    LOG.error("a database thread met an error and goes on lane={}", thread.getName(), broken);
    Bug bug = new Bug("an error on a database thread", broken);
    for (Task<?> task : begun) {
      task.rolledBack();
      task.failUnlessDone(bug);
    }
    closeSession();
  }

  private @Nullable Task<?> poll() {
    try {
      return queue.poll(IDLE_POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      closing = true;
      return null;
    }
  }

  /// Fills the group; answers a task that must run alone, if one came up.
  private @Nullable Task<?> gather(List<Task<?>> group) {
    if (previousGroup >= BUSY_FROM && queue.size() < GROUP_MAX && !closing) {
      LockSupport.parkNanos(LINGER_NANOS);
    }
    while (group.size() < GROUP_MAX) {
      Task<?> next = queue.poll();
      if (next == null) {
        return null;
      }
      if (!next.start()) {
        continue;
      }
      if (next.isAlone()) {
        return next;
      }
      group.add(next);
    }
    return null;
  }

  private void runGroup(List<Task<?>> group) {
    if (group.size() == 1) {
      runAlone(group.getFirst());
      return;
    }
    Collections.sort(group, Task::compareTo);
    try {
      commit(group);
    } catch (SqlErrors.CommitFailed unknown) {
      undo(group);
      group.forEach(task -> task.fail(unknown.forCaller()));
      return;
    } catch (RuntimeException | SQLException broken) {
      undo(group);
      boolean away = session == null;
      group.forEach(away ? task -> task.fail(away(broken)) : this::runAlone);
      return;
    }
    group.forEach(Task::complete);
  }

  private static TemporaryFailure away(Exception cause) {
    return new TemporaryFailure("the database is away", cause);
  }

  private void runAlone(Task<?> task) {
    List<Task<?>> only = List.of(task);
    for (int attempt = 1; ; attempt++) {
      try {
        commit(only);
        task.complete();
        return;
      } catch (SqlErrors.RunAgain lostRace) {
        undo(only);
        if (attempt == ATTEMPTS_MAX) {
          task.fail(new TemporaryFailure("too many races for the same rows", lostRace));
          return;
        }
        LockSupport.parkNanos(BACKOFF_NANOS << attempt);
      } catch (SqlErrors.CommitFailed unknown) {
        undo(only);
        task.fail(unknown.forCaller());
        return;
      } catch (RuntimeException failed) {
        undo(only);
        task.fail(failed);
        return;
      } catch (SQLException failed) {
        undo(only);
        task.fail(SqlErrors.translated(failed));
        return;
      }
    }
  }

  private void commit(List<Task<?>> tasks) throws SQLException {
    Session open = session;
    if (open == null) {
      open = opener.open();
      session = open;
    }
    for (Task<?> task : tasks) {
      task.run(open);
    }
    if (!keep) {
      open.rollback();
      return;
    }
    open.flush();
    open.commit();
    gauge.committed(tasks.size());
  }

  /// Rolls back; a connection that cannot even do that is thrown away and opened anew for the next.
  private void undo(List<Task<?>> tasks) {
    for (Task<?> task : tasks) {
      task.rolledBack();
    }
    if (session == null) {
      return;
    }
    try {
      session.rollback();
      if (session.connection.isClosed()) {
        closeSession();
      }
    } catch (SQLException broken) {
      LOG.warn("a database connection broke lane={}", thread.getName());
      closeSession();
    }
  }

  private void closeSession() {
    Session open = session;
    session = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (SQLException failure) {
      LOG.warn("a database connection did not close lane={}", thread.getName());
    }
  }

  /// Asks the lane to finish what is queued, without waiting for it.
  void stop() {
    closing = true;
    if (!queue.offer(Task.wakeUp())) {
      LOG.debug("a full queue wakes its lane by itself lane={}", thread.getName());
    }
  }

  /// Finishes what is queued, then closes the connection.
  @Override
  public void close() {
    stop();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Puts a task into a lane's queue or refuses when it is full.
  static void submit(BlockingQueue<Task<?>> queue, Task<?> task) {
    if (!queue.offer(task)) {
      throw Refusal.busy(Duration.ofSeconds(1));
    }
  }
}
