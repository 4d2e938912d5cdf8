package dev.wardroom.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.EngineTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KernelPartsTest {
  private record Happened(int number) implements Events.Event {}

  @Test
  void aBucketLetsItsBurstThroughAndFillsAgain() {
    FakeClock clock = new FakeClock();
    RateLimiter rates = new RateLimiter(clock, 1000);
    Allowance allowance = new Allowance(3, 60);
    for (int i = 0; i < 3; i++) {
      rates.take("guess", "a", allowance);
    }
    assertThatThrownBy(() -> rates.take("guess", "a", allowance))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.REASON_TOO_MANY);
              assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            });
    rates.take("guess", "b", allowance);
    rates.take("other", "a", allowance);
    clock.advance(Duration.ofSeconds(1));
    rates.take("guess", "a", allowance);
    assertThat(rates.tryTake("guess", "a", allowance)).isPositive();
  }

  @Test
  void moreCallersThanTheBoundAreForgottenNotRefused() {
    RateLimiter rates = new RateLimiter(new FakeClock(), 160);
    Allowance once = new Allowance(1, 1);
    for (int i = 0; i < 10_000; i++) {
      rates.take("guess", i, once);
    }
    assertThat(rates.tryTake("guess", 9_999, once)).isPositive();
    assertThat(rates.tryTake("guess", 0, once)).isZero();
  }

  @Test
  void bucketsOfOnePurposeDoNotPushOutThoseOfAnother() {
    RateLimiter rates = new RateLimiter(new FakeClock(), 160);
    Allowance once = new Allowance(1, 1);
    rates.take("guess", "a", once);
    for (int i = 0; i < 10_000; i++) {
      rates.take("typing", i, once);
    }
    assertThat(rates.tryTake("guess", "a", once)).isPositive();
  }

  @Test
  void askingHowLongToWaitTakesNothing() {
    FakeClock clock = new FakeClock();
    RateLimiter rates = new RateLimiter(clock, 160);
    Allowance one = new Allowance(1, 60);
    assertThat(rates.wait("guess", "a", one)).isZero();
    assertThat(rates.wait("guess", "a", one)).isZero();
    rates.take("guess", "a", one);
    assertThat(rates.wait("guess", "a", one)).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(rates.wait("guess", "a", one)).isZero();
  }

  @EngineTest
  void eventsAreHeardWithinAndAfterTheTransaction(Database db) {
    Events events = new Events();
    List<String> heard = new ArrayList<>();
    events.within(Happened.class, (tx, event) -> heard.add("within " + event.number()));
    events.after(Happened.class, event -> heard.add("after " + event.number()));
    db.run(tx -> {
      events.publish(tx, new Happened(1));
      events.publish(tx, new Happened(2));
      heard.add("work");
    });
    assertThat(heard).containsExactly("within 1", "within 2", "work", "after 1", "after 2");
  }

  @EngineTest
  void whatAListenerWithinThrowsUndoesTheTransactionAndIsNotHeardAfter(Database db) {
    Events events = new Events();
    AtomicInteger after = new AtomicInteger();
    events.within(
        Happened.class,
        (tx, event) -> {
          throw new Refusal(Reason.REASON_CONFLICT, "no");
        });
    events.after(Happened.class, event -> after.incrementAndGet());
    assertThatThrownBy(() -> db.run(tx -> events.publish(tx, new Happened(1))))
        .isInstanceOf(Refusal.class);
    assertThat(after).hasValue(0);
  }

  @EngineTest
  void aListenerThatFailsAfterTheCommitKeepsNobodyFromHearing(Database db) {
    Events events = new Events();
    AtomicInteger heard = new AtomicInteger();
    events.after(
        Happened.class,
        event -> {
          throw new Bug("planted");
        });
    events.after(Happened.class, event -> heard.incrementAndGet());
    db.run(tx -> events.publish(tx, new Happened(1)));
    assertThat(heard).hasValue(1);
  }

  @EngineTest
  void aLeasedLoopRunsOnOneNodeUntilItsLeaseRunsOut(Database db, FakeClock clock) {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    try (Workers one = new Workers(db, clock, new SeededRandom(1));
        Workers two = new Workers(db, clock, new SeededRandom(2))) {
      one.leased("sweep", Duration.ofHours(1), Duration.ofMinutes(1), counting(first));
      two.leased("sweep", Duration.ofHours(1), Duration.ofMinutes(1), counting(second));
      one.runOnce("sweep");
      two.runOnce("sweep");
      one.runOnce("sweep");
      assertThat(first).hasValue(2);
      assertThat(second).hasValue(0);
      clock.advance(Duration.ofMinutes(2));
      two.runOnce("sweep");
      one.runOnce("sweep");
      assertThat(first).hasValue(2);
      assertThat(second).hasValue(1);
    }
  }

  private static Workers.Round counting(AtomicInteger rounds) {
    return () -> {
      rounds.incrementAndGet();
      return false;
    };
  }

  @EngineTest
  void aLoopThatFailsGoesOnAndOneWithMoreToDoComesAtOnce(Database db, FakeClock clock)
      throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    try (Workers workers = new Workers(db, clock, new SeededRandom(1))) {
      workers.every(
          "busy",
          Duration.ofMillis(5),
          () -> {
            if (rounds.incrementAndGet() == 1) {
              throw new TemporaryFailure("planted", null);
            }
            return rounds.get() < 50;
          });
      workers.start();
      for (int i = 0; i < 1000 && rounds.get() < 50; i++) {
        Thread.sleep(5);
      }
    }
    assertThat(rounds.get()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void aScopeEndsItsChildrenAndThrowsTheFirstFailure() throws Exception {
    Future<Integer> good;
    try (Scope scope = Scope.open("test", Duration.ofSeconds(10))) {
      good = scope.fork(() -> 7);
      scope.join();
    }
    assertThat(good.get()).isEqualTo(7);
    AtomicInteger interrupted = new AtomicInteger();
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open("test", Duration.ofSeconds(10))) {
                Future<?> _ =
                    scope.fork(() -> {
                      throw new Refusal(Reason.REASON_CONFLICT, "no");
                    });
                Future<?> _ =
                    scope.fork(() -> {
                      try {
                        Thread.sleep(10_000);
                      } catch (InterruptedException cancelled) {
                        interrupted.incrementAndGet();
                      }
                      return 0;
                    });
                Thread.sleep(50);
                scope.join();
              }
            })
        .isInstanceOf(Refusal.class);
    assertThat(interrupted).hasValue(1);
  }

  @Test
  void aScopePastItsDeadlineIsATemporaryFailure() {
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open("slow", Duration.ofMillis(50))) {
                Future<Integer> child =
                    scope.fork(() -> {
                      Thread.sleep(10_000);
                      return 1;
                    });
                scope.join();
                child.resultNow();
              }
            })
        .isInstanceOf(TemporaryFailure.class);
  }
}
