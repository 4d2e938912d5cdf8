package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.AddDeviceRequest;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestDirectory;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.edge.Caller;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.networks.Invitations;
import dev.wardroom.wire.device.DeviceList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What ends by itself, on a clock that the test moves.
final class TimesContractTest {
  private static Accounts accounts(TestDirectory rooms) {
    return TestAccounts.on(rooms);
  }

  private static TestUser registered(TestDirectory rooms, Accounts accounts, String username) {
    return TestAccounts.registered(rooms, accounts, username);
  }

  private static Invitations.Wish wish() {
    return TestAccounts.wish();
  }

  private static String signIn(Accounts accounts, TestUser user, FakeClock clock) {
    byte[] nonce = accounts.sessions().challenge(user.first.id);
    return open(accounts, challenge(user, nonce, clock));
  }

  private static FinishSessionRequest challenge(TestUser user, byte[] nonce, FakeClock clock) {
    return TestAccounts.challenge(user, nonce, clock);
  }

  private static String open(Accounts accounts, FinishSessionRequest request) {
    return TestAccounts.open(accounts, request);
  }

  private static void assertRefused(Runnable call, Reason reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @EngineTest
  void aTokenEndsAfterAnHour(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = accounts(rooms);
    TestUser user = registered(rooms, accounts, "anna");
    String token = signIn(accounts, user, clock);
    clock.advance(Duration.ofMinutes(59));
    assertThat(accounts.authenticator().authenticate(token, "192.0.2.1"))
        .isInstanceOfSatisfying(
            Caller.SignedInDevice.class,
            device -> assertThat(device.device()).isEqualTo(user.first.id));
    clock.advance(Duration.ofMinutes(1));
    assertRefused(
        () -> accounts.authenticator().authenticate(token, "192.0.2.1"),
        Reason.REASON_NOT_SIGNED_IN);
  }

  @EngineTest
  void aChallengeIsGoodForAMinute(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = accounts(rooms);
    TestUser user = registered(rooms, accounts, "anna");
    byte[] inTime = accounts.sessions().challenge(user.first.id);
    byte[] late = accounts.sessions().challenge(user.first.id);
    clock.advance(Duration.ofSeconds(60));
    assertThat(open(accounts, challenge(user, inTime, clock))).isNotEmpty();
    clock.advance(Duration.ofMillis(1));
    assertRefused(
        () -> open(accounts, challenge(user, late, clock)), Reason.REASON_SIGN_IN_REFUSED);
    byte[] forged = late.clone();
    forged[7]++;
    assertRefused(
        () -> open(accounts, challenge(user, forged, clock)), Reason.REASON_SIGN_IN_REFUSED);
  }

  @EngineTest
  void aDeviceHasAFewTokensAndTheNewestStay(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = accounts(rooms);
    TestUser user = registered(rooms, accounts, "anna");
    String oldest = signIn(accounts, user, clock);
    String newest = oldest;
    for (int i = 0; i < 8; i++) {
      clock.advance(Duration.ofSeconds(1));
      newest = signIn(accounts, user, clock);
    }
    clock.advance(Duration.ofSeconds(31));
    assertThat(accounts.authenticator().authenticate(newest, "192.0.2.1")).isNotNull();
    assertRefused(
        () -> accounts.authenticator().authenticate(oldest, "192.0.2.1"),
        Reason.REASON_NOT_SIGNED_IN);
  }

  @EngineTest
  void anEnrolmentIsGoodForFiveMinutes(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = accounts(rooms);
    TestUser user = registered(rooms, accounts, "anna");
    FinishSignInRequest attempt =
        FinishSignInRequest.newBuilder()
            .setUsername("anna")
            .setLoginSecret(Requests.loginSecret("password of anna"))
            .build();
    String token =
        accounts.signIn().byPassword("anna", attempt.getLoginSecret()).getEnrolmentToken();
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    Caller caller = accounts.authenticator().authenticate(token, "192.0.2.1");
    assertThat(caller).isInstanceOf(Caller.Enrolling.class);
    TestDevice device = new TestDevice();
    DeviceList next = user.next(clock.millis(), List.of(device), List.of());
    AddDeviceRequest add = Requests.addDevice(user, next, device).build();
    assertThat(add.getBatchesCount()).isEqualTo(2);
    clock.advance(Duration.ofMillis(1));
    assertRefused(
        () -> accounts.authenticator().authenticate(token, "192.0.2.1"),
        Reason.REASON_NOT_SIGNED_IN);
  }

  @EngineTest
  void anInvitationEndsAfterThreeWeeks(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = accounts(rooms);
    String link =
        kernel.db().tx(tx -> rooms.invitations.inviteLocally(tx, rooms.network.id(), wish()));
    clock.advance(Duration.ofDays(21));
    TestUser user = new TestUser(rooms.network.id(), clock.millis());
    var request =
        Requests.register(People.parsed(link).secret(), user, "late", Optional.empty()).build();
    assertRefused(
        () -> {
          var _ = accounts.registration().register(request);
        },
        Reason.REASON_SIGN_IN_REFUSED);
    clock.advance(Duration.ofDays(100));
    assertThat(rooms.invitations.sweepRound()).isFalse();
    assertThat(
            kernel
                .db()
                .<Boolean>read(
                    tx -> rooms.invitations.find(tx, People.parsed(link).secret()).isEmpty()))
        .isTrue();
  }

  @EngineTest
  void aRecoveryTicketIsGoodForADay(Kernel kernel, FakeClock clock) {
    TestDirectory rooms = new TestDirectory(kernel);
    Accounts accounts = accounts(rooms);
    TestUser user = registered(rooms, accounts, "anna");
    byte[] ticket = kernel.db().tx(tx -> accounts.enrolments().ticket(tx, user.network, user.user));
    clock.advance(Duration.ofHours(24));
    assertRefused(() -> accounts.signIn().byTicket("anna", ticket), Reason.REASON_SIGN_IN_REFUSED);
  }
}
