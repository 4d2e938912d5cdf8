package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.AddDeviceResponse;
import dev.wardroom.schema.v1.ChangePasswordRequest;
import dev.wardroom.schema.v1.ChangePasswordResponse;
import dev.wardroom.schema.v1.EndSessionRequest;
import dev.wardroom.schema.v1.EndSessionResponse;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.FinishSessionResponse;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.FinishSignInResponse;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.GetAccountResponse;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Refusal;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.schema.v1.StartSignInRequest;
import dev.wardroom.schema.v1.StartSignInResponse;
import dev.wardroom.server.accounts.secrets.Token;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.wire.device.DeviceList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SignInHttpTest {
  private static final String ACCOUNT = "AccountService/GetAccount";
  private static final String FINISH = "AccountService/FinishSignIn";
  private static final String FINISH_SESSION = "AccountService/FinishSession";
  private static final String ADD = "AccountService/AddDevice";
  private static People people;

  @BeforeAll
  static void start() {
    people = new People(Map.of());
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static FinishSignInRequest attempt(String username, String password) {
    return FinishSignInRequest.newBuilder()
        .setUsername(username)
        .setLoginSecret(Requests.loginSecret(password))
        .build();
  }

  private static StartSignInResponse startSignIn(String username) {
    return people.calls.call(
        "AccountService/StartSignIn",
        "",
        StartSignInRequest.newBuilder().setUsername(username).build(),
        StartSignInResponse.parser());
  }

  private static boolean isSignedIn(String token) {
    return people
            .calls
            .call(
                ACCOUNT, token, GetAccountRequest.getDefaultInstance(), GetAccountResponse.parser())
            .getDevicesCount()
        > 0;
  }

  private static void assertSignedOut(String token) {
    people.calls.assertRefused(
        ACCOUNT, token, GetAccountRequest.getDefaultInstance(), Reason.REASON_NOT_SIGNED_IN);
  }

  private static void publish(String token, TestUser user, DeviceList list) {
    PublishDeviceListResponse answer =
        people.calls.call(
            "DirectoryService/PublishDeviceList",
            token,
            PublishDeviceListRequest.newBuilder()
                .setDeviceListSigned(ByteString.copyFrom(user.signed(list)))
                .build(),
            PublishDeviceListResponse.parser());
    assertThat(answer.hasAccepted()).isTrue();
    user.list = list;
  }

  @Test
  void aSecondDeviceSignsInWithThePassword() {
    TestUser user = people.register("second");
    FinishSignInResponse signedIn = people.passwordSignIn("second");
    assertThat(signedIn.getUserId().toByteArray()).isEqualTo(user.user.toArray());
    assertThat(signedIn.getDeviceListsSignedList())
        .containsExactly(ByteString.copyFrom(user.listSigned()));
    assertThat(signedIn.getEnvelopesCount()).isEqualTo(2);
    assertThat(signedIn.getAccountKeyRequired()).isTrue();
    TestDevice device = people.addDevice(user, "second");
    assertThat(isSignedIn(people.signIn(user, device))).isTrue();
    assertThat(isSignedIn(people.signIn(user, user.first))).isTrue();
  }

  @Test
  void anEnrolmentAddsOneDeviceAndARepeatIsTakenAsDone() {
    TestUser user = people.register("once");
    String enrolment = people.passwordSignIn("once").getEnrolmentToken();
    TestDevice device = new TestDevice();
    DeviceList next = user.next(people.now(), List.of(device), List.of());
    var request = Requests.addDevice(user, next, device).build();
    people.calls.call(ADD, enrolment, request, AddDeviceResponse.parser());
    people.calls.call(ADD, enrolment, request, AddDeviceResponse.parser());
    user.list = next;
    TestDevice third = new TestDevice();
    DeviceList further = user.next(people.now(), List.of(third), List.of());
    people.calls.assertRefused(
        ADD,
        enrolment,
        Requests.addDevice(user, further, third).build(),
        Reason.REASON_NOT_SIGNED_IN);
    people.calls.assertRefused(
        ACCOUNT, enrolment, GetAccountRequest.getDefaultInstance(), Reason.REASON_NOT_SIGNED_IN);
  }

  @Test
  void aPersonHasAsManyDevicesAsTheNetworkAllows() {
    TestUser user = people.register("many");
    for (int i = 0; i < 4; i++) {
      people.addDevice(user, "many");
    }
    TestDevice sixth = new TestDevice();
    DeviceList next = user.next(people.now(), List.of(sixth), List.of());
    people.calls.assertRefused(
        ADD,
        people.passwordSignIn("many").getEnrolmentToken(),
        Requests.addDevice(user, next, sixth).build(),
        Reason.REASON_LIMIT_REACHED);
  }

  @Test
  void aListThatSomebodyElseOvertookIsAConflict() {
    TestUser user = people.register("overtaken");
    String enrolment = people.passwordSignIn("overtaken").getEnrolmentToken();
    TestDevice slow = new TestDevice();
    DeviceList late = user.next(people.now(), List.of(slow), List.of());
    people.addDevice(user, "overtaken");
    people.calls.assertRefused(
        ADD, enrolment, Requests.addDevice(user, late, slow).build(), Reason.REASON_CONFLICT);
    String token = people.signIn(user, user.first);
    PublishDeviceListResponse stale =
        people.calls.call(
            "DirectoryService/PublishDeviceList",
            token,
            PublishDeviceListRequest.newBuilder()
                .setDeviceListSigned(ByteString.copyFrom(user.signed(late)))
                .addAllBatches(Requests.batches(TestUser.fewPrekeys(slow, late)))
                .build(),
            PublishDeviceListResponse.parser());
    assertThat(stale.getStale().getVersion()).isEqualTo(2);
  }

  @Test
  void removingADeviceEndsItsSessionsBeforeTheAnswer() {
    TestUser user = people.register("removes");
    TestDevice device = people.addDevice(user, "removes");
    String kept = people.signIn(user, user.first);
    String gone = people.signIn(user, device);
    assertThat(isSignedIn(gone)).isTrue();
    publish(kept, user, user.next(people.now(), List.of(), List.of(device.id)));
    assertSignedOut(gone);
    assertThat(isSignedIn(kept)).isTrue();
    people.calls.assertRefused(
        FINISH_SESSION,
        "",
        Requests.finishSession(user, device, people.host(), people.nonce(device), people.now()),
        Reason.REASON_SIGN_IN_REFUSED);
  }

  @Test
  void endingASessionEndsThatOneOnly() {
    String first = people.signIn(people.owner, people.owner.first);
    String second = people.signIn(people.owner, people.owner.first);
    people.calls.call(
        "AccountService/EndSession",
        first,
        EndSessionRequest.getDefaultInstance(),
        EndSessionResponse.parser());
    assertSignedOut(first);
    assertThat(isSignedIn(second)).isTrue();
  }

  @Test
  void endingASessionClosesTheSocketThatCameWithItAndNoOther() throws Exception {
    TestUser user = people.register("closing");
    String first = people.signIn(user, user.first);
    String second = people.signIn(user, user.first);
    try (OpenSocket socket = new OpenSocket(people.server.url(), first)) {
      socket.next(ServerFrame::hasWelcome);
      endSession(second);
      people.addDevice(user, "closing");
      assertThat(socket.next(frame -> frame.hasNotice() || frame.hasBye()).hasNotice()).isTrue();
      endSession(first);
      assertThat(socket.next(ServerFrame::hasBye).getBye().getReason())
          .isEqualTo(Reason.REASON_NOT_SIGNED_IN);
    }
  }

  private static void endSession(String token) {
    people.calls.call(
        "AccountService/EndSession",
        token,
        EndSessionRequest.getDefaultInstance(),
        EndSessionResponse.parser());
  }

  @Test
  void anAddressThatKeepsBringingWrongTokensWaitsAndItsDevicesGoOn() {
    try (People besieged = new People(Map.of())) {
      String token = besieged.signIn(besieged.owner, besieged.owner.first);
      GetAccountRequest request = GetAccountRequest.getDefaultInstance();
      besieged.calls.call(ACCOUNT, token, request, GetAccountResponse.parser());
      Reason reason = Reason.REASON_NOT_SIGNED_IN;
      for (int i = 0; i < 1_000 && reason == Reason.REASON_NOT_SIGNED_IN; i++) {
        String wrong = Token.draw(RandomSource.secure()).text();
        reason = besieged.calls.refusal(ACCOUNT, wrong, request).getReason();
      }
      assertThat(reason).isEqualTo(Reason.REASON_TOO_MANY);
      besieged.calls.call(ACCOUNT, token, request, GetAccountResponse.parser());
    }
  }

  @Test
  void aChallengeIsAnsweredOnceByItsDeviceForThisHostAtThisTime() {
    TestUser user = people.register("challenged");
    TestDevice device = user.first;
    FinishSessionRequest good =
        Requests.finishSession(user, device, people.host(), people.nonce(device), people.now());
    people.calls.call(FINISH_SESSION, "", good, FinishSessionResponse.parser());
    people.calls.assertRefused(FINISH_SESSION, "", good, Reason.REASON_SIGN_IN_REFUSED);
    people.calls.assertRefused(
        FINISH_SESSION,
        "",
        Requests.finishSession(
            user, device, people.host(), people.nonce(new TestDevice()), people.now()),
        Reason.REASON_SIGN_IN_REFUSED);
    people.calls.assertRefused(
        FINISH_SESSION,
        "",
        Requests.finishSession(
            user, device, "chat.example.org", people.nonce(device), people.now()),
        Reason.REASON_SIGN_IN_REFUSED);
    TestDevice impostor = new TestDevice();
    people.calls.assertRefused(
        FINISH_SESSION,
        "",
        Requests.finishSession(user, impostor, people.host(), people.nonce(device), people.now())
            .toBuilder()
            .setDeviceId(ByteString.copyFrom(device.id.toArray()))
            .build(),
        Reason.REASON_SIGN_IN_REFUSED);
  }

  @Test
  void aClockThatIsADayOffIsToldTheTime() {
    TestDevice device = people.owner.first;
    long tomorrow = people.now() + Duration.ofDays(1).toMillis();
    Refusal refusal =
        people.calls.refusal(
            FINISH_SESSION,
            "",
            Requests.finishSession(
                people.owner, device, people.host(), people.nonce(device), tomorrow));
    assertThat(refusal.getReason()).isEqualTo(Reason.REASON_CLOCK);
    assertThat(Math.abs(refusal.getServerTime() - people.now())).isLessThan(60_000);
  }

  @Test
  void aDeviceThatMissedANewListStillSignsIn() {
    TestUser user = people.register("away");
    DeviceList old = user.list;
    people.addDevice(user, "away");
    DeviceList newest = user.list;
    user.list = old;
    assertThat(isSignedIn(people.signIn(user, user.first))).isTrue();
    user.list = newest;
  }

  /// A restored server knows fewer versions than the device: without this it would be locked out.
  @Test
  void aDeviceThatKnowsANewerListThanTheServerStillSignsIn() {
    TestUser user = people.register("ahead");
    DeviceList published = user.list;
    user.list =
        published.successor(published.issuedAt(), published.notAfter(), List.of(), List.of());
    assertThat(isSignedIn(people.signIn(user, user.first))).isTrue();
    user.list = published;
  }

  @Test
  void wrongPasswordsLockTheNameButNotItsSignedInDevices() {
    TestUser user = people.register("locked");
    String token = people.signIn(user, user.first);
    for (int i = 0; i < 10; i++) {
      people.calls.assertRefused(
          FINISH, "", attempt("locked", "wrong"), Reason.REASON_SIGN_IN_REFUSED);
    }
    Refusal locked = people.calls.refusal(FINISH, "", attempt("locked", "password of locked"));
    assertThat(locked.getReason()).isEqualTo(Reason.REASON_SUSPENDED);
    assertThat(locked.getRetryAfterMillis()).isBetween(600_000, 900_000);
    assertThat(isSignedIn(token)).isTrue();
    assertThat(isSignedIn(people.signIn(user, user.first))).isTrue();
  }

  @Test
  void aNameThatNobodyHasIsAnsweredCountedAndLockedLikeOneThatSomebodyHas() {
    people.register("known");
    StartSignInResponse known = startSignIn("known");
    StartSignInResponse unknown = startSignIn("nobody-here");
    assertThat(startSignIn("nobody-here")).isEqualTo(unknown);
    assertThat(startSignIn("Nobody-Here")).isEqualTo(unknown);
    assertThat(unknown.getPassword().getSalt().size()).isEqualTo(16);
    assertThat(unknown.getPassword().toBuilder().clearSalt().build())
        .isEqualTo(known.getPassword().toBuilder().clearSalt().build());
    for (String name : List.of("known", "nobody-here")) {
      List<Refusal> answers = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        answers.add(people.calls.refusal(FINISH, "", attempt(name, "wrong")));
      }
      assertThat(answers.subList(0, 10))
          .allMatch(answer -> answer.getReason() == Reason.REASON_SIGN_IN_REFUSED)
          .allMatch(answer -> answer.getText().equals(answers.getFirst().getText()));
      assertThat(answers.getLast().getReason()).isEqualTo(Reason.REASON_SUSPENDED);
    }
  }

  @Test
  void aThousandWrongPasswordsAreRefusedWhileOthersAreServed() throws Exception {
    people.register("besieged");
    TestUser bystander = people.register("bystander");
    String token = people.signIn(bystander, bystander.first);
    try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reason>> attempts = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        attempts.add(
            attackers.submit(
                () -> people.calls.refusal(FINISH, "", attempt("besieged", "wrong")).getReason()));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(isSignedIn(token)).isTrue();
      }
      List<Reason> reasons = new ArrayList<>();
      for (Future<Reason> attempt : attempts) {
        reasons.add(attempt.get());
      }
      assertThat(reasons)
          .isSubsetOf(
              Reason.REASON_SIGN_IN_REFUSED, Reason.REASON_SUSPENDED, Reason.REASON_UNAVAILABLE);
      assertThat(reasons).filteredOn(Reason.REASON_SIGN_IN_REFUSED::equals).hasSizeLessThan(11);
    }
    assertThat(people.passwordSignIn("bystander").getEnrolmentToken()).isNotEmpty();
  }

  @Test
  void thePasswordIsChangedWithTheOldOneOnly() {
    TestUser user = people.register("changes");
    String token = people.signIn(user, user.first);
    String enrolment = people.passwordSignIn("changes").getEnrolmentToken();
    ChangePasswordRequest change =
        ChangePasswordRequest.newBuilder()
            .setOldLoginSecret(Requests.loginSecret("wrong"))
            .setNewPassword(Requests.newPassword("new password"))
            .build();
    people.calls.assertRefused(
        "AccountService/ChangePassword", token, change, Reason.REASON_SIGN_IN_REFUSED);
    people.calls.call(
        "AccountService/ChangePassword",
        token,
        change.toBuilder().setOldLoginSecret(Requests.loginSecret("password of changes")).build(),
        ChangePasswordResponse.parser());
    people.calls.assertRefused(
        FINISH, "", attempt("changes", "password of changes"), Reason.REASON_SIGN_IN_REFUSED);
    FinishSignInResponse signedIn =
        people.calls.call(
            FINISH, "", attempt("changes", "new password"), FinishSignInResponse.parser());
    assertThat(signedIn.getEnvelopes(0).getSealed().toStringUtf8())
        .isEqualTo("sealed by new password");
    TestDevice device = new TestDevice();
    people.calls.assertRefused(
        ADD,
        enrolment,
        Requests.addDevice(user, user.next(people.now(), List.of(device), List.of()), device)
            .build(),
        Reason.REASON_NOT_SIGNED_IN);
  }
}
