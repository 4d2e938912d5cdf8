package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.AddDeviceResponse;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.FinishSignInResponse;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.ListInvitationsRequest;
import dev.wardroom.schema.v1.ListInvitationsResponse;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.RecoverAccountRequest;
import dev.wardroom.schema.v1.RegisterResponse;
import dev.wardroom.schema.v1.RevokeInvitationRequest;
import dev.wardroom.schema.v1.RevokeInvitationResponse;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.schema.v1.SetNameRequest;
import dev.wardroom.schema.v1.SetNameResponse;
import dev.wardroom.schema.v1.User;
import dev.wardroom.server.directory.SigningKey;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class AdministrationHttpTest {
  private static final String ACCOUNT = "AccountService/GetAccount";
  private static People people;
  private static AdminLine admin;

  @BeforeAll
  static void start() {
    people = new People(Map.of());
    admin = new AdminLine(people.server.folder());
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static String network() {
    return people.network.toString();
  }

  private static FinishSignInRequest attempt(String username, String password) {
    return FinishSignInRequest.newBuilder()
        .setUsername(username)
        .setLoginSecret(Requests.loginSecret(password))
        .build();
  }

  @Test
  void anInvitationFromTheMachineMakesAnAccountWithItsRole() {
    String text =
        admin
            .run(
                "invite",
                "--network",
                network(),
                "--role",
                "admin",
                "--username",
                "boss",
                "--name",
                "The Boss")
            .getFirst()
            .get("invitation")
            .asString();
    InvitationLink link = People.parsed(text);
    assertThat(link.fingerprint()).isPresent();
    TestUser user = new TestUser(people.network, people.now());
    people.calls.call(
        "AccountService/Register",
        "",
        Requests.register(link.secret(), user, "boss", Optional.empty()).setName("").build(),
        RegisterResponse.parser());
    JsonNode boss =
        admin.run("user", "list", "--network", network()).stream()
            .filter(line -> line.get("username").asString().equals("boss"))
            .findFirst()
            .orElseThrow();
    assertThat(boss.get("role").asString()).isEqualTo("admin");
    assertThat(boss.get("name").asString()).isEqualTo("The Boss");
  }

  @Test
  void aSuspendedPersonIsOutAtOnceAndMayComeBack() throws Exception {
    TestUser user = people.register("suspended");
    String token = people.signIn(user, user.first);
    try (OpenSocket socket = new OpenSocket(people.server.url(), token)) {
      socket.next(ServerFrame::hasWelcome);
      admin.run("user", "suspend", "--username", "suspended");
      assertThat(socket.next(ServerFrame::hasBye).getBye().getReason())
          .isEqualTo(Reason.REASON_NOT_SIGNED_IN);
    }
    people.calls.assertRefused(
        ACCOUNT, token, GetAccountRequest.getDefaultInstance(), Reason.REASON_NOT_SIGNED_IN);
    people.calls.assertRefused(
        "AccountService/FinishSession",
        "",
        Requests.finishSession(
            user, user.first, people.host(), people.nonce(user.first), people.now()),
        Reason.REASON_SUSPENDED);
    people.calls.assertRefused(
        "AccountService/FinishSignIn",
        "",
        attempt("suspended", "password of suspended"),
        Reason.REASON_SUSPENDED);
    people.calls.assertRefused(
        "AccountService/FinishSignIn",
        "",
        attempt("suspended", "wrong"),
        Reason.REASON_SIGN_IN_REFUSED);
    admin.run("user", "unsuspend", "--username", "suspended");
    assertThat(people.signIn(user, user.first)).isNotEmpty();
  }

  @Test
  void removingADeviceClosesItsSocketAndTellsTheOthers() throws Exception {
    TestUser user = people.register("closes");
    TestDevice second = people.addDevice(user, "closes");
    String kept = people.signIn(user, user.first);
    try (OpenSocket mine = new OpenSocket(people.server.url(), kept);
        OpenSocket gone = new OpenSocket(people.server.url(), people.signIn(user, second))) {
      mine.next(ServerFrame::hasWelcome);
      gone.next(ServerFrame::hasWelcome);
      DeviceList next = user.next(people.now(), List.of(), List.of(second.id));
      people.calls.call(
          "DirectoryService/PublishDeviceList",
          kept,
          PublishDeviceListRequest.newBuilder()
              .setDeviceListSigned(ByteString.copyFrom(user.signed(next)))
              .build(),
          PublishDeviceListResponse.parser());
      assertThat(gone.next(ServerFrame::hasBye).getBye().getReason())
          .isEqualTo(Reason.REASON_NOT_SIGNED_IN);
      Notice notice = mine.next(ServerFrame::hasNotice).getNotice();
      assertThat(notice.getWhat()).isEqualTo(Notice.What.WHAT_DEVICE_LIST);
      assertThat(notice.getUserId().toByteArray()).isEqualTo(user.user.toArray());
    }
  }

  @Test
  void anotherOwnDeviceHearsOfAChangedName() throws Exception {
    TestUser user = people.register("renamed");
    TestDevice second = people.addDevice(user, "renamed");
    try (OpenSocket other = new OpenSocket(people.server.url(), people.signIn(user, second))) {
      other.next(ServerFrame::hasWelcome);
      people.calls.call(
          "AccountService/SetName",
          people.signIn(user, user.first),
          SetNameRequest.newBuilder().setName("Another Name").build(),
          SetNameResponse.parser());
      assertThat(other.next(ServerFrame::hasNotice).getNotice().getWhat())
          .isEqualTo(Notice.What.WHAT_ACCOUNT);
    }
  }

  @Test
  void aLockedNameIsUnlocked() {
    people.register("unlocked");
    for (int i = 0; i < 10; i++) {
      people.calls.assertRefused(
          "AccountService/FinishSignIn",
          "",
          attempt("unlocked", "wrong"),
          Reason.REASON_SIGN_IN_REFUSED);
    }
    admin.run("user", "unlock", "--username", "unlocked");
    assertThat(people.passwordSignIn("unlocked").getEnrolmentToken()).isNotEmpty();
  }

  @Test
  void aTicketRecoversAnAccountOnceWithANewPassword() {
    TestUser user = people.register("recovered");
    byte[] ticket =
        HexFormat.of()
            .parseHex(
                admin
                    .run("user", "ticket", "--username", "recovered")
                    .getFirst()
                    .get("ticket")
                    .asString());
    RecoverAccountRequest request =
        RecoverAccountRequest.newBuilder()
            .setUsername("recovered")
            .setTicket(ByteString.copyFrom(ticket))
            .build();
    people.calls.assertRefused(
        "AccountService/RecoverAccount",
        "",
        request.toBuilder().setUsername("nobody").build(),
        Reason.REASON_SIGN_IN_REFUSED);
    FinishSignInResponse let =
        people.calls.call(
            "AccountService/RecoverAccount", "", request, FinishSignInResponse.parser());
    people.calls.assertRefused(
        "AccountService/RecoverAccount", "", request, Reason.REASON_SIGN_IN_REFUSED);
    TestDevice device = new TestDevice();
    assertThePresentListChangesNoPassword(user, let.getEnrolmentToken());
    DeviceList next = user.next(people.now(), List.of(device), List.of());
    var add = Requests.addDevice(user, next, device);
    people.calls.assertRefused(
        "AccountService/AddDevice", let.getEnrolmentToken(), add.build(), Reason.REASON_MALFORMED);
    people.calls.call(
        "AccountService/AddDevice",
        let.getEnrolmentToken(),
        add.setNewPassword(Requests.newPassword("brand new")).build(),
        AddDeviceResponse.parser());
    user.list = next;
    people.calls.assertRefused(
        "AccountService/FinishSignIn",
        "",
        attempt("recovered", "password of recovered"),
        Reason.REASON_SIGN_IN_REFUSED);
    people.calls.call(
        "AccountService/FinishSignIn",
        "",
        attempt("recovered", "brand new"),
        FinishSignInResponse.parser());
  }

  private static void assertThePresentListChangesNoPassword(TestUser user, String enrolment) {
    people.calls.assertRefused(
        "AccountService/AddDevice",
        enrolment,
        Requests.addDevice(user, user.list, new TestDevice())
            .setNewPassword(Requests.newPassword("an intruder's"))
            .build(),
        Reason.REASON_CONFLICT);
    people.calls.call(
        "AccountService/FinishSignIn",
        "",
        attempt("recovered", "password of recovered"),
        FinishSignInResponse.parser());
  }

  @Test
  void membersInviteOnlyWhereThePolicySaysSo() {
    TestUser user = people.register("member");
    String token = people.signIn(user, user.first);
    CreateInvitationRequest request =
        CreateInvitationRequest.newBuilder()
            .setSecretHash(
                ByteString.copyFrom(
                    InvitationSecret.of(
                            "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .hash()
                        .toArray()))
            .build();
    people.calls.assertRefused(
        "NetworkService/CreateInvitation", token, request, Reason.REASON_FORBIDDEN);
    admin.run("network", "policy", "--network", network(), "--members-invite", "true");
    people.calls.call(
        "NetworkService/CreateInvitation",
        token,
        request,
        dev.wardroom.schema.v1.CreateInvitationResponse.parser());
    people.calls.assertRefused(
        "NetworkService/CreateInvitation", token, request, Reason.REASON_CONFLICT);
    ListInvitationsResponse own =
        people.calls.call(
            "NetworkService/ListInvitations",
            token,
            ListInvitationsRequest.getDefaultInstance(),
            ListInvitationsResponse.parser());
    assertThat(own.getInvitationsCount()).isEqualTo(1);
    RevokeInvitationRequest revoke =
        RevokeInvitationRequest.newBuilder()
            .setInvitationId(own.getInvitations(0).getInvitationId())
            .build();
    people.calls.call(
        "NetworkService/RevokeInvitation", token, revoke, RevokeInvitationResponse.parser());
    people.calls.assertRefused(
        "NetworkService/RevokeInvitation", token, revoke, Reason.REASON_NOT_FOUND);
    admin.run("network", "policy", "--network", network(), "--members-invite", "false");
  }

  @Test
  void aSecondNetworkHasAnOwnerOfItsOwnAndSeesNothingOfTheFirst() {
    String text =
        admin
            .run("network", "create", "--name", "Second")
            .getFirst()
            .get("ownerInvitation")
            .asString();
    InvitationLink link = People.parsed(text);
    assertThat(link.fingerprint()).isEmpty();
    TestUser owner = new TestUser(link.network(), people.now());
    people.calls.assertRefused(
        "AccountService/Register",
        "",
        Requests.register(link.secret(), owner, "second-owner", Optional.empty()).build(),
        Reason.REASON_MALFORMED);
    people.calls.call(
        "AccountService/Register",
        "",
        Requests.register(link.secret(), owner, "second-owner", Optional.of(new SigningKey()))
            .build(),
        RegisterResponse.parser());
    String token = people.signIn(owner, owner.first);
    assertThat(
            people
                .calls
                .call(
                    "DirectoryService/SearchUsers",
                    token,
                    dev.wardroom.schema.v1.SearchUsersRequest.newBuilder()
                        .setQuery("owner")
                        .build(),
                    dev.wardroom.schema.v1.SearchUsersResponse.parser())
                .getUsersList())
        .extracting(User::getUsername)
        .containsExactly("second-owner");
    assertThat(admin.refusal("invite")).isEqualTo("REASON_MALFORMED");
    assertThat(admin.run("invite", "--network", people.network.toString())).hasSize(1);
  }

  @Test
  void whatTheAdministratorDoesIsInTheAuditChain() {
    people.register("audited");
    String network = people.network.toString();
    admin.run("user", "role", "--username", "audited", "--role", "admin");
    assertThat(
            admin.run("audit", "check", "--network", network).getFirst().get("whole").asBoolean())
        .isTrue();
    assertThat(admin.run("audit", "list", "--network", network, "--limit", "500"))
        .anyMatch(line ->
            line.get("action").asString().equals("user.role")
                && line.get("actor").asString().equals("local")
                && line.get("details").asString().equals("role=admin"));
    assertThat(admin.refusal("user", "suspend", "--username", "nobody"))
        .isEqualTo("REASON_NOT_FOUND");
    assertThat(admin.refusal("user", "list", "--network", network, "--colour", "red"))
        .isEqualTo("REASON_MALFORMED");
  }
}
