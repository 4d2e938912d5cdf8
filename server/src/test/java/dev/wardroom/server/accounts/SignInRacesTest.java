package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.ListChanged;
import dev.wardroom.server.directory.ListOutcome;
import dev.wardroom.server.directory.NewDevice;
import dev.wardroom.server.directory.PersonSuspended;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestDirectory;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Dialect;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A device signs in at the very moment in which it is removed or its person suspended.
final class SignInRacesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Sql WAITING =
      Sql.of(
          """
          select count(*) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'
          """);

  private static ListOutcome follow(
      TestDirectory rooms,
      TestUser user,
      List<TestDevice> added,
      List<DeviceId> removed,
      FakeClock clock) {
    DeviceList next = user.next(clock.millis(), added, removed);
    Optional<NewDevice> device =
        added.stream().findFirst().map(each -> TestUser.newDevice(each, next));
    ListOutcome outcome =
        rooms.lists.follow(
            user.network,
            user.user,
            user.signed(next),
            device,
            DeviceLists.RootRule.VOUCHED_ONLY,
            DeviceLists.Within.NOTHING);
    user.list = next;
    return outcome;
  }

  /// Waits until the sign-in has ended, or waits for a row of this transaction. On SQLite it waits
  /// in the queue of the only writer, which nothing shows.
  private static void awaitStuckOrOver(Kernel kernel, Tx tx, FutureTask<String> signIn) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (kernel.db().dialect() == Dialect.POSTGRES
        && !signIn.isDone()
        && tx.with(WAITING).<Long>one(row -> row.number(1)) == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void assertRefused(FutureTask<String> signIn, Reason reason) {
    ThrowingCallable result = () -> signIn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThatThrownBy(result)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @EngineTest
  void aDeviceThatIsRemovedWhileItSignsInGetsNoSession(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = TestAccounts.on(rooms);
    TestUser user = TestAccounts.registered(rooms, accounts, "anna");
    follow(rooms, user, List.of(new TestDevice()), List.of(), clock);
    byte[] nonce = accounts.sessions().challenge(user.first.id);
    FinishSessionRequest request = TestAccounts.challenge(user, nonce, clock);
    FutureTask<String> signIn = new FutureTask<>(() -> TestAccounts.open(accounts, request));
    kernel
        .events()
        .within(
            ListChanged.class,
            (tx, change) -> {
              Thread.startVirtualThread(signIn);
              awaitStuckOrOver(kernel, tx, signIn);
            });
    assertThat(follow(rooms, user, List.of(), List.of(user.first.id), clock))
        .isInstanceOf(ListOutcome.Accepted.class);
    assertRefused(signIn, Reason.REASON_SIGN_IN_REFUSED);
  }

  @EngineTest
  void aPersonWhoIsSuspendedWhileADeviceSignsInGetsNoSession(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = TestAccounts.on(rooms);
    TestUser user = TestAccounts.registered(rooms, accounts, "anna");
    byte[] nonce = accounts.sessions().challenge(user.first.id);
    FinishSessionRequest request = TestAccounts.challenge(user, nonce, clock);
    FutureTask<String> signIn = new FutureTask<>(() -> TestAccounts.open(accounts, request));
    kernel
        .events()
        .within(
            PersonSuspended.class,
            (tx, change) -> {
              Thread.startVirtualThread(signIn);
              awaitStuckOrOver(kernel, tx, signIn);
            });
    kernel.db().run(tx -> rooms.directory.setSuspended(tx, user.network, user.user, true));
    assertRefused(signIn, Reason.REASON_SUSPENDED);
  }
}
