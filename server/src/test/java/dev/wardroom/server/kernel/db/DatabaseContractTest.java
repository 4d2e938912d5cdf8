package dev.wardroom.server.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

final class DatabaseContractTest {
  private static final Sql ADD =
      Sql.of(
          """
          insert into job (kind, key, due_at, lease_owner, lease_until)
          values (:kind, :key, :due, :owner, 0)\
          """);
  private static final Sql DUE =
      Sql.of("select due_at, lease_owner, key from job where kind = :kind and key = :key");
  private static final Sql COUNT = Sql.of("select count(*) from job where kind = :kind");
  private static final Sql BUMP =
      Sql.of(
          """
          update job set due_at = due_at + 1 where kind = :kind and key = :key
          returning due_at\
          """);
  private static final Sql LOCK =
      Sql.of("select due_at from job where kind = :kind and key = :key for update");

  private static void add(Tx tx, String key, long due) {
    tx.with(ADD).set("kind", "k").set("key", key).set("due", due).set("owner", bytes()).update();
  }

  private static byte[] bytes() {
    return new byte[] {0, 1, (byte) 0xff};
  }

  private static long count(Database db) {
    return db.read(tx -> tx.with(COUNT).set("kind", "k").one(row -> row.number(1)));
  }

  @EngineTest
  void whatACommittedTransactionWroteIsRead(Database db) {
    db.run(tx -> {
      add(tx, "a", Long.MAX_VALUE);
    });
    db.read(tx -> {
      long due = tx.with(DUE).set("kind", "k").set("key", "a").one(row -> row.number("due_at"));
      byte[] owner = tx.with(DUE).set("kind", "k").set("key", "a").one(row -> row.bytes(2));
      assertThat(due).isEqualTo(Long.MAX_VALUE);
      assertThat(owner).isEqualTo(bytes());
      return true;
    });
  }

  @EngineTest
  void whatThrowsLeavesNothing(Database db) {
    assertThatThrownBy(() ->
            db.run(tx -> {
              add(tx, "a", 1);
              throw new Refusal(Reason.REASON_FORBIDDEN, "no");
            }))
        .isInstanceOf(Refusal.class);
    assertThat(count(db)).isZero();
  }

  @EngineTest
  void aReadKeepsNothingThatItWrote(Database db) {
    try {
      db.read(tx -> {
        add(tx, "a", 1);
        return true;
      });
    } catch (RuntimeException refusedByTheEngine) {
      assertThat(db.dialect()).isEqualTo(Dialect.POSTGRES);
    }
    assertThat(count(db)).isZero();
  }

  @EngineTest
  void aBrokenConstraintHasItsOwnException(Database db) {
    assertThatThrownBy(() ->
            db.run(tx -> {
              add(tx, "a", 1);
              add(tx, "a", 2);
            }))
        .isInstanceOf(ConstraintViolation.class);
    assertThat(count(db)).isZero();
  }

  @EngineTest
  void sqlThatDoesNotRunIsABug(Database db) {
    Sql broken = Sql.of("select nothing from nowhere");
    assertThatThrownBy(() -> db.tx(tx -> tx.with(broken).list(row -> row.number(1))))
        .isInstanceOf(Bug.class);
  }

  @EngineTest
  void jdbiSeesTheSameTransaction(Database db) {
    db.run(tx -> {
      add(tx, "a", 5);
      long due =
          tx.jdbi()
              .createQuery("select due_at from job where key = :key for update")
              .bind("key", "a")
              .mapTo(Long.class)
              .one();
      assertThat(due).isEqualTo(5);
    });
    assertThat(count(db)).isEqualTo(1);
  }

  @EngineTest
  void rowLocksAndReturningWork(Database db) {
    db.run(tx -> {
      add(tx, "a", 1);
    });
    long bumped =
        db.tx(tx -> {
          tx.with(LOCK).set("kind", "k").set("key", "a").one(row -> row.number(1));
          return tx.with(BUMP).set("kind", "k").set("key", "a").one(row -> row.number(1));
        });
    assertThat(bumped).isEqualTo(2);
  }

  @EngineTest
  void changesKeptForTheCommitAreThereAfterwards(Database db) {
    db.runGrouped(
        new byte[] {1},
        tx -> {
          for (int i = 0; i < 3; i++) {
            String key = "later" + i;
            tx.later(
                ADD,
                job -> job.set("kind", "k").set("key", key).set("due", 1).set("owner", bytes()));
          }
          add(tx, "now", 1);
        });
    assertThat(count(db)).isEqualTo(4);
  }

  @EngineTest
  void aBatchOfRolledBackWorkIsForgotten(Database db) {
    assertThatThrownBy(() ->
            db.runGrouped(
                new byte[] {1},
                tx -> {
                  tx.later(
                      ADD,
                      job ->
                          job.set("kind", "k").set("key", "x").set("due", 1).set("owner", bytes()));
                  throw new Refusal(Reason.REASON_FORBIDDEN, "no");
                }))
        .isInstanceOf(Refusal.class);
    db.runGrouped(
        new byte[] {1},
        tx -> {
          add(tx, "other", 1);
        });
    assertThat(count(db)).isEqualTo(1);
  }

  @EngineTest
  void hooksRunAfterTheCommitOrAfterTheRollback(Database db) {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    db.run(tx -> {
      tx.afterCommit(() -> heard.add("committed"));
      tx.afterRollback(() -> heard.add("never"));
      heard.add("work");
    });
    assertThatThrownBy(() ->
            db.run(tx -> {
              tx.afterCommit(() -> heard.add("never"));
              tx.afterRollback(() -> heard.add("undone"));
              throw new Refusal(Reason.REASON_FORBIDDEN, "no");
            }))
        .isInstanceOf(Refusal.class);
    assertThat(heard).containsExactly("work", "committed", "undone");
  }

  @EngineTest
  void oneThatThrowsInAGroupHurtsNobodyElse(Database db) throws Exception {
    int each = 40;
    AtomicInteger refused = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < each; i++) {
        int number = i;
        all.add(
            callers.submit(() ->
                db.runGrouped(
                    new byte[] {(byte) (number % 4)},
                    tx -> {
                      add(tx, "g" + number, number);
                      if (number % 10 == 3) {
                        throw new Refusal(Reason.REASON_FORBIDDEN, "no");
                      }
                    })));
      }
      for (Future<?> one : all) {
        try {
          one.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException failed) {
          assertThat(failed.getCause()).isInstanceOf(Refusal.class);
          refused.incrementAndGet();
        }
      }
    }
    assertThat(refused).hasValue(4);
    assertThat(count(db)).isEqualTo(36);
  }

  @EngineTest
  void workOfOneKeyNeverOverlapsAndLosesNothing(Database db) throws Exception {
    db.run(tx -> {
      add(tx, "counter", 0);
    });
    AtomicInteger inside = new AtomicInteger();
    int callersCount = 200;
    CountDownLatch done = new CountDownLatch(callersCount);
    List<Long> numbers = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callersCount; i++) {
        callers.execute(() -> {
          numbers.add(
              db.grouped(
                  new byte[] {7},
                  tx -> {
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    long next =
                        tx.with(BUMP)
                            .set("kind", "k")
                            .set("key", "counter")
                            .one(row -> row.number(1));
                    inside.decrementAndGet();
                    return next;
                  }));
          done.countDown();
        });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(numbers).hasSize(callersCount).doesNotHaveDuplicates();
    assertThat(Collections.max(numbers)).isEqualTo(callersCount);
  }

  @EngineTest
  void concurrentTransactionsOnOneRowAllSucceed(Database db) throws Exception {
    db.run(tx -> {
      add(tx, "counter", 0);
    });
    List<Future<Long>> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        all.add(
            callers.submit(() ->
                db.tx(tx ->
                    tx.with(BUMP)
                        .set("kind", "k")
                        .set("key", "counter")
                        .one(row -> row.number(1)))));
      }
    }
    List<Long> numbers = new ArrayList<>();
    for (Future<Long> one : all) {
      numbers.add(one.get());
    }
    assertThat(numbers).doesNotHaveDuplicates().contains(50L);
  }

  @EngineTest
  void theIncarnationIsSixteenBytesAndStays(Database db) {
    assertThat(db.incarnation()).hasSize(16);
    assertThat(db.incarnation()).isEqualTo(db.incarnation());
  }
}
