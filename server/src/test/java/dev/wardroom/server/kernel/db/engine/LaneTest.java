package dev.wardroom.server.kernel.db.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaneTest {
  private static final int QUEUE_MAX = 8;

  @TempDir Path folder;
  private Database db;
  private final CountDownLatch block = new CountDownLatch(1);
  private final CountDownLatch blocked = new CountDownLatch(1);

  @BeforeEach
  void open() {
    db =
        Databases.sqlite(
            folder.resolve("small.db"),
            new Databases.Parts(
                new FakeClock(), RandomSource.secure(), new SimpleMeterRegistry(), QUEUE_MAX));
  }

  @AfterEach
  void close() {
    block.countDown();
    db.close();
  }

  /// Keeps the writer busy until [#block] opens.
  private Thread occupyTheWriter() throws InterruptedException {
    Thread busy =
        Thread.startVirtualThread(() ->
            db.run(tx -> {
              blocked.countDown();
              awaitQuietly(block);
            }));
    blocked.await();
    return busy;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFullQueueRefusesWithARetryTime() throws Exception {
    occupyTheWriter();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < QUEUE_MAX; i++) {
      byte[] key = {(byte) i};
      waiting.add(Thread.startVirtualThread(() -> db.runGrouped(key, tx -> {})));
    }
    while (waiting.stream().anyMatch(thread -> thread.getState() == Thread.State.RUNNABLE)) {
      Thread.sleep(2);
    }
    Thread.sleep(50);
    assertThatThrownBy(() -> db.run(tx -> {}))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.REASON_UNAVAILABLE);
              assertThat(refusal.retryAfter()).isPositive();
            });
    block.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    db.run(tx -> {});
  }

  @Test
  void workThatNobodyWaitsForAnyMoreIsNotBegun() throws Exception {
    Thread busy = occupyTheWriter();
    AtomicInteger runs = new AtomicInteger();
    RequestContext impatient = new RequestContext("r", System.nanoTime() + 50_000_000);
    impatient.run(() ->
        assertThatThrownBy(() -> db.run(tx -> runs.incrementAndGet())).isInstanceOf(Refusal.class));
    block.countDown();
    busy.join();
    db.run(tx -> {});
    assertThat(runs).hasValue(0);
  }

  @Test
  void workThatHasBegunAndTakesTooLongHasAnUnknownOutcome() {
    RequestContext impatient = new RequestContext("r", System.nanoTime() + 50_000_000);
    impatient.run(() ->
        assertThatThrownBy(() -> db.run(tx -> awaitQuietly(block)))
            .isInstanceOf(TemporaryFailure.class));
  }

  @Test
  void aGroupIsOrderedByKeyAndKeepsTheOrderOfArrivalWithinOne() throws Exception {
    occupyTheWriter();
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    List<Thread> waiting = new ArrayList<>();
    for (String name : List.of("c1", "a1", "b1", "a2", "c2", "a3")) {
      byte[] key = {(byte) name.charAt(0)};
      waiting.add(Thread.startVirtualThread(() -> db.runGrouped(key, tx -> ran.add(name))));
      Thread.sleep(20);
    }
    block.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(ran).containsExactly("a1", "a2", "a3", "b1", "c1", "c2");
  }

  @Test
  void everyoneOfAGroupWhereOneThrowsRunsAgainAlone() throws Exception {
    occupyTheWriter();
    AtomicInteger good = new AtomicInteger();
    AtomicInteger undone = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] key = {(byte) i};
      boolean bad = i == 2;
      waiting.add(
          Thread.startVirtualThread(() -> {
            try {
              db.runGrouped(
                  key,
                  tx -> {
                    if (bad) {
                      throw new Refusal(Reason.REASON_FORBIDDEN, "no");
                    }
                    good.incrementAndGet();
                    tx.afterRollback(undone::incrementAndGet);
                    tx.afterCommit(told::incrementAndGet);
                  });
            } catch (Refusal expected) {
              refused.incrementAndGet();
            }
          }));
    }
    Thread.sleep(50);
    block.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(refused).hasValue(1);
    assertThat(good).hasValue(4);
    assertThat(undone).hasValue(2);
    assertThat(told).hasValue(2);
  }

  @Test
  void anErrorInOnePieceOfWorkDoesNotEndTheWriter() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              db.run(tx -> {
                throw new NoClassDefFoundError("planted");
              }))
          .isInstanceOf(Bug.class);
      byte[] key = {1};
      assertThatThrownBy(() ->
              db.runGrouped(
                  key,
                  tx -> {
                    throw new OutOfMemoryError("planted");
                  }))
          .isInstanceOf(Bug.class);
    }
    assertThat(db.<Integer>tx(tx -> 1)).isEqualTo(1);
    assertThat(db.<Integer>grouped(new byte[] {1}, tx -> 2)).isEqualTo(2);
  }
}
