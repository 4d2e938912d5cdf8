package dev.wardroom.server.kernel.db.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.TestDatabases;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Changes that are kept for the commit.
final class FlushTest {
  private static final Sql ADD =
      Sql.of("insert into job (kind, key, due_at, lease_until) values (:kind, '', 0, 0)");
  private static final Sql BUMP = Sql.of("update job set due_at = due_at + 1 where kind = :kind");
  private static final Sql SUM = Sql.of("select sum(due_at) from job where kind in ('a', 'b')");

  /// Keys of two lanes.
  private static final byte[] ONE_LANE = {0};

  private static final byte[] OTHER_LANE = {2};

  @Test
  void aLostRaceThatShowsOnlyThereIsRunAgain() throws Exception {
    try (Database db = TestDatabases.postgres();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String kind : List.of("a", "b")) {
        db.run(tx -> tx.with(ADD).set("kind", kind).update());
      }
      CyclicBarrier met = new CyclicBarrier(2);
      AtomicInteger runs = new AtomicInteger();
      Future<Boolean> one = threads.submit(crossing(db, ONE_LANE, "a", "b", met, runs));
      Future<Boolean> other = threads.submit(crossing(db, OTHER_LANE, "b", "a", met, runs));
      assertThat(List.of(one.get(), other.get())).containsExactly(true, true);
      assertThat(runs).as("one of the two was ended by the engine").hasValue(3);
      assertThat(db.<Long>read(tx -> tx.with(SUM).one(row -> row.number(1)))).isEqualTo(4);
    }
  }

  /// Holds the first row, and asks for the second at the commit, when the other holds that.
  private static Callable<Boolean> crossing(
      Database db, byte[] key, String first, String second, CyclicBarrier met, AtomicInteger runs) {
    return () ->
        db.grouped(
            key,
            tx -> {
              int run = runs.incrementAndGet();
              tx.with(BUMP).set("kind", first).updateOne();
              tx.later(BUMP, bump -> bump.set("kind", second));
              if (run <= 2) {
                meet(met);
              }
              return true;
            });
  }

  private static void meet(CyclicBarrier met) {
    try {
      met.await();
    } catch (InterruptedException | BrokenBarrierException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
