package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.DeviceLists;
import dev.wardroom.schema.v1.EndSessionRequest;
import dev.wardroom.schema.v1.EndSessionResponse;
import dev.wardroom.schema.v1.Envelope;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.GetDeviceListsRequest;
import dev.wardroom.schema.v1.GetDeviceListsResponse;
import dev.wardroom.schema.v1.GetEnvelopesRequest;
import dev.wardroom.schema.v1.GetEnvelopesResponse;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.KnownList;
import dev.wardroom.schema.v1.PublishStatementRequest;
import dev.wardroom.schema.v1.PublishStatementResponse;
import dev.wardroom.schema.v1.PutEnvelopeRequest;
import dev.wardroom.schema.v1.PutEnvelopeResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.server.directory.SigningKey;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.VerifiedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Calls that the tests of whole stories pass by.
final class CallsHttpTest {
  private static People people;

  @BeforeAll
  static void start() {
    people = new People(Map.of());
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static Envelope envelope(String token, EnvelopeKind kind) {
    return people
        .calls
        .call(
            "AccountService/GetEnvelopes",
            token,
            GetEnvelopesRequest.getDefaultInstance(),
            GetEnvelopesResponse.parser())
        .getEnvelopesList()
        .stream()
        .filter(each -> each.getKind() == kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewRecoveryEnvelopeTakesThePlaceOfTheOldOne() {
    TestUser user = people.register("envelopes");
    String token = people.signIn(user, user.first);
    people.calls.call(
        "AccountService/PutEnvelope",
        token,
        PutEnvelopeRequest.newBuilder()
            .setEnvelope(Requests.envelope(EnvelopeKind.ENVELOPE_KIND_RECOVERY, "another"))
            .build(),
        PutEnvelopeResponse.parser());
    assertThat(envelope(token, EnvelopeKind.ENVELOPE_KIND_RECOVERY).getSealed().toStringUtf8())
        .isEqualTo("another");
    assertThat(envelope(token, EnvelopeKind.ENVELOPE_KIND_PASSWORD).getSealed().toStringUtf8())
        .isEqualTo("sealed");
    people.calls.assertRefused(
        "AccountService/PutEnvelope",
        token,
        PutEnvelopeRequest.getDefaultInstance(),
        Reason.REASON_MALFORMED);
  }

  @Test
  void endingTheSessionThatASocketCameWithEndsTheSocket() throws Exception {
    TestUser user = people.register("leaves");
    String token = people.signIn(user, user.first);
    try (OpenSocket socket = new OpenSocket(people.server.url(), token)) {
      socket.next(ServerFrame::hasWelcome);
      people.calls.call(
          "AccountService/EndSession",
          token,
          EndSessionRequest.getDefaultInstance(),
          EndSessionResponse.parser());
      assertThat(socket.next(ServerFrame::hasBye).getBye().getReason())
          .isEqualTo(Reason.REASON_NOT_SIGNED_IN);
    }
  }

  @Test
  void deviceListsNewerThanTheKnownOnesComeInOrder() {
    TestUser user = people.register("lists");
    List<ByteString> first = lists(user, 0);
    assertThat(first).hasSize(1);
    people.addDevice(user, "lists");
    List<ByteString> both = lists(user, 0);
    assertThat(both).hasSize(2).startsWith(first.getFirst());
    assertThat(lists(user, 1)).containsExactly(both.getLast());
    assertThat(lists(user, 2)).isEmpty();
    TestUser stranger = new TestUser(people.network, people.now());
    assertThat(answer(stranger, 0).getUsersList()).isEmpty();
  }

  private static List<ByteString> lists(TestUser user, long version) {
    List<DeviceLists> users = answer(user, version).getUsersList();
    assertThat(users).hasSize(1);
    return users.getFirst().getListsSignedList();
  }

  private static GetDeviceListsResponse answer(TestUser user, long version) {
    return people.calls.call(
        "DirectoryService/GetDeviceLists",
        people.ownerToken,
        GetDeviceListsRequest.newBuilder()
            .addUsers(
                KnownList.newBuilder().setUserId(bytes(user.user.toArray())).setVersion(version))
            .build(),
        GetDeviceListsResponse.parser());
  }

  private static ByteString bytes(byte[] value) {
    return ByteString.copyFrom(value);
  }

  @Test
  void theOwnerPublishesTheNextStatementAndNobodyElseDoes() throws Exception {
    ByteString first = statements().getFirst();
    VerifiedStatement verified = VerifiedStatement.first(first.toByteArray(), people.network);
    PublishStatementRequest second = next(verified, people.networkKey, 70);
    TestUser member = people.register("member");
    String token = people.signIn(member, member.first);
    String method = "NetworkService/PublishStatement";
    people.calls.assertRefused(method, token, second, Reason.REASON_FORBIDDEN);
    people.calls.assertRefused(
        method,
        people.ownerToken,
        next(verified, new SigningKey(), 70),
        Reason.REASON_NOT_AUTHENTIC);
    for (int repeat = 0; repeat < 2; repeat++) {
      people.calls.call(method, people.ownerToken, second, PublishStatementResponse.parser());
    }
    assertThat(statements()).containsExactly(first, second.getStatementSigned());
    assertThat(
            people
                .calls
                .refusal(method, people.ownerToken, next(verified, people.networkKey, 60))
                .getReason())
        .as("another second version")
        .isIn(Reason.REASON_CONFLICT, Reason.REASON_NOT_AUTHENTIC, Reason.REASON_MALFORMED);
    assertThat(statements()).hasSize(2);
  }

  private static PublishStatementRequest next(VerifiedStatement before, SigningKey key, int days) {
    long now = people.now();
    NetworkStatement next =
        new NetworkStatement(
            people.network,
            2,
            before.hash(),
            now,
            now + Duration.ofDays(days).toMillis(),
            List.of(people.networkKey.publicKey()),
            Optional.empty(),
            Suite.P521,
            List.of());
    return PublishStatementRequest.newBuilder()
        .setStatementSigned(bytes(key.signed(next.encode())))
        .build();
  }

  private static List<ByteString> statements() {
    return people
        .calls
        .call(
            "NetworkService/GetStatements",
            people.ownerToken,
            GetStatementsRequest.newBuilder().setFromVersion(1).build(),
            GetStatementsResponse.parser())
        .getStatementsSignedList();
  }
}
