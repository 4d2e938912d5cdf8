package dev.wardroom.server.kernel;

import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The background loops of the server. Each has a name, a period and an owner: this object, which
/// app starts and stops.
///
/// A leased loop runs on one node at a time: its row in `job` names the node and until when. A node
/// that dies leaves its lease to run out. Work must be safe to run twice all the same, because a
/// node can outlive its lease.
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final int NODE_BYTES = 16;

  private static final Sql ADD_JOB =
      Sql.of(
          """
          insert into job (kind, key, due_at, lease_until) values (:kind, '', 0, 0)
          on conflict (kind, key) do nothing\
          """);

  private static final Sql TAKE_LEASE =
      Sql.of(
          """
          update job set lease_owner = :owner, lease_until = :until
          where kind = :kind and key = '' and (lease_until < :now or lease_owner = :owner)\
          """);

  private static final Sql GIVE_BACK =
      Sql.of(
          """
          update job set lease_until = 0
          where kind = :kind and key = '' and lease_owner = :owner\
          """);

  /// One round of a loop.
  @FunctionalInterface
  public interface Round {
    /// Does a bounded piece of work; answers whether more is waiting, in which case the next round
    /// comes at once.
    boolean run();
  }

  private record Loop(String name, Duration period, Optional<Duration> lease, Round round) {}

  private final Database db;
  private final Clock clock;
  private final byte[] node;
  private final List<Loop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  public Workers(Database db, Clock clock, RandomSource random) {
    this.db = db;
    this.clock = clock;
    this.node = random.bytes(NODE_BYTES);
  }

  /// Registers a loop that runs on every node. Call while the server is wired.
  public void every(String name, Duration period, Round round) {
    loops.add(new Loop(name, period, Optional.empty(), round));
  }

  /// Registers a loop that runs on one node at a time. Call while the server is wired.
  ///
  /// @param lease longer than any one round takes
  public void leased(String name, Duration period, Duration lease, Round round) {
    loops.add(new Loop(name, period, Optional.of(lease), round));
  }

  /// Starts every registered loop; the first round comes after one period.
  public void start() {
    for (Loop loop : loops) {
      threads.add(Thread.ofVirtual().name("worker-" + loop.name).start(() -> run(loop)));
    }
  }

  /// Runs one round of a loop now, as its thread would; for tests and admin commands.
  public boolean runOnce(String name) {
    for (Loop loop : loops) {
      if (loop.name.equals(name)) {
        return round(loop);
      }
    }
    throw new Bug("no worker of this name");
  }

  private void run(Loop loop) {
    while (!closing) {
      boolean more = false;
      try {
        Thread.sleep(loop.period);
        do {
          more = round(loop);
        } while (more && !closing);
      } catch (InterruptedException stopped) {
        break;
      } catch (Refusal | TemporaryFailure away) {
        LOG.warn("worker could not work, tries again worker={} why={}", loop.name, away.toString());
      } catch (RuntimeException | Error failed) {
        // Also an error: a loop that ended on it would never run again, and nothing would show it.
        LOG.error("worker failed, goes on with its next round worker={}", loop.name, failed);
      }
    }
    giveBack(loop);
  }

  private boolean round(Loop loop) {
    if (loop.lease.isPresent() && !db.tx(tx -> takeLease(tx, loop))) {
      return false;
    }
    return loop.round.run();
  }

  private boolean takeLease(Tx tx, Loop loop) {
    long now = clock.millis();
    tx.with(ADD_JOB).set("kind", loop.name).update();
    return tx.with(TAKE_LEASE)
            .set("owner", node)
            .set("until", now + loop.lease.orElseThrow().toMillis())
            .set("kind", loop.name)
            .set("now", now)
            .update()
        == 1;
  }

  private void giveBack(Loop loop) {
    if (loop.lease.isEmpty()) {
      return;
    }
    try {
      db.tx(tx -> tx.with(GIVE_BACK).set("kind", loop.name).set("owner", node).update());
    } catch (Refusal | TemporaryFailure away) {
      LOG.warn("a lease runs out by itself worker={}", loop.name);
    }
  }

  /// Ends the loops after their present round.
  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(CLOSE_PATIENCE);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
