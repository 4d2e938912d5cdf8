package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.GetAccountResponse;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.schema.v1.RegisterResponse;
import dev.wardroom.schema.v1.Role;
import dev.wardroom.server.directory.SigningKey;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.text.InvitationSecret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RegistrationHttpTest {
  private static final String REGISTER = "AccountService/Register";
  private static People people;

  @BeforeAll
  static void start() {
    people = new People(Map.of());
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static RegisterRequest.Builder request(TestUser user, String username) {
    return Requests.register(people.invitation(""), user, username, Optional.empty());
  }

  private static TestUser user() {
    return new TestUser(people.network, people.now());
  }

  private static void assertRefused(RegisterRequest.Builder request, Reason reason) {
    people.calls.assertRefused(REGISTER, "", request.build(), reason);
  }

  @Test
  void theOwnerOwnsTheNetworkAndSeesItsAccount() {
    GetAccountResponse account =
        people.calls.call(
            "AccountService/GetAccount",
            people.ownerToken,
            GetAccountRequest.getDefaultInstance(),
            GetAccountResponse.parser());
    assertThat(account.getUsername()).isEqualTo("owner");
    assertThat(account.getRole()).isEqualTo(Role.ROLE_OWNER);
    assertThat(account.getDevicesCount()).isEqualTo(1);
    assertThat(account.getDevices(0).getName()).isEqualTo("laptop");
    assertThat(account.getPassword()).isEqualTo(Requests.parameters());
  }

  @Test
  void anInvitationTellsWhatItOffersAndIsUsedUpOnce() {
    InvitationSecret secret = people.invitation("");
    GetInvitationRequest asked =
        GetInvitationRequest.newBuilder().setSecret(ByteString.copyFrom(secret.toArray())).build();
    GetInvitationResponse offer =
        people.calls.call(
            "NetworkService/GetInvitation", "", asked, GetInvitationResponse.parser());
    assertThat(offer.getNetworkId().toByteArray()).isEqualTo(people.network.toArray());
    assertThat(offer.getOwner()).isFalse();
    assertThat(offer.getPasswordRules().getLengthMin()).isEqualTo(12);
    assertThat(offer.getStatementSigned().isEmpty()).isFalse();
    people.calls.call(
        REGISTER,
        "",
        Requests.register(secret, user(), "used-once", Optional.empty()).build(),
        RegisterResponse.parser());
    people.calls.assertRefused(
        "NetworkService/GetInvitation", "", asked, Reason.REASON_SIGN_IN_REFUSED);
    assertRefused(
        Requests.register(secret, user(), "used-twice", Optional.empty()),
        Reason.REASON_SIGN_IN_REFUSED);
    assertRefused(
        Requests.register(
            InvitationSecret.of(new byte[16]), user(), "never-made", Optional.empty()),
        Reason.REASON_SIGN_IN_REFUSED);
  }

  @Test
  void aRepeatedRegistrationIsAnsweredLikeTheFirst() {
    RegisterRequest request = request(user(), "repeated").build();
    RegisterResponse first = people.calls.call(REGISTER, "", request, RegisterResponse.parser());
    assertThat(people.calls.call(REGISTER, "", request, RegisterResponse.parser()))
        .isEqualTo(first);
    people.calls.assertRefused(
        REGISTER,
        "",
        request.toBuilder().setDeviceListSigned(ByteString.copyFrom(user().listSigned())).build(),
        Reason.REASON_SIGN_IN_REFUSED);
  }

  @Test
  void userNamesAreUniqueWhateverTheirCase() {
    people.register("taken");
    assertRefused(request(user(), "TAKEN"), Reason.REASON_NAME_TAKEN);
    assertRefused(request(user(), "no spaces"), Reason.REASON_MALFORMED);
    assertRefused(request(user(), ".dot-first"), Reason.REASON_MALFORMED);
  }

  @Test
  void anInvitationForAUserNameMakesThatAccountOnly() {
    InvitationSecret secret = people.invitation("meant");
    assertRefused(
        Requests.register(secret, user(), "other", Optional.empty()), Reason.REASON_FORBIDDEN);
    people.calls.call(
        REGISTER,
        "",
        Requests.register(secret, user(), "Meant", Optional.empty()).build(),
        RegisterResponse.parser());
  }

  @Test
  void aListOfAnotherNetworkOrUserIsRefused() {
    TestUser elsewhere = new TestUser(NetworkId.of(new byte[16]), people.now());
    assertRefused(request(elsewhere, "elsewhere"), Reason.REASON_NOT_AUTHENTIC);
    TestUser user = user();
    assertRefused(
        request(user, "stolen").setUserId(ByteString.copyFrom(user().user.toArray())),
        Reason.REASON_NOT_AUTHENTIC);
    assertRefused(
        request(user, "swapped").setDeviceId(ByteString.copyFrom(user().first.id.toArray())),
        Reason.REASON_MALFORMED);
  }

  @Test
  void aBatchThatTheDeviceDidNotSignIsRefused() {
    TestUser user = user();
    TestUser other = user();
    RegisterRequest.Builder request = request(user, "foreign-batch");
    request
        .clearBatches()
        .addAllBatches(Requests.batches(TestUser.fewPrekeys(other.first, other.list)));
    assertRefused(request, Reason.REASON_NOT_AUTHENTIC);
  }

  @Test
  void aRefusedRegistrationLeavesNothingBehind() {
    TestUser user = user();
    InvitationSecret secret = people.invitation("");
    RegisterRequest.Builder wrong =
        Requests.register(secret, user, "second-try", Optional.of(new SigningKey()));
    assertRefused(wrong, Reason.REASON_MALFORMED);
    people.calls.call(
        REGISTER, "", wrong.clearStatementSigned().build(), RegisterResponse.parser());
    assertThat(people.signIn(user, user.first)).isNotEmpty();
  }

  @Test
  void weakParametersAndMissingEnvelopesAreRefused() {
    assertRefused(
        request(user(), "weak").setPassword(Requests.parameters().toBuilder().setMemoryKib(65_535)),
        Reason.REASON_MALFORMED);
    assertRefused(request(user(), "bare").clearEnvelopes(), Reason.REASON_MALFORMED);
    assertRefused(
        request(user(), "greedy")
            .addEnvelopes(Requests.envelope(EnvelopeKind.ENVELOPE_KIND_NETWORK_KEY, "not mine")),
        Reason.REASON_MALFORMED);
  }
}
