package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.AddDeviceResponse;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.CreateInvitationResponse;
import dev.wardroom.schema.v1.FinishSessionResponse;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.FinishSignInResponse;
import dev.wardroom.schema.v1.RegisterResponse;
import dev.wardroom.schema.v1.StartSessionRequest;
import dev.wardroom.schema.v1.StartSessionResponse;
import dev.wardroom.server.TestServer;
import dev.wardroom.server.directory.SigningKey;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A running server with its owner signed in, and the ways in for further people.
public final class People implements AutoCloseable {
  private static final Map<String, String> WIDE_OPEN =
      Map.of(
          "limits.edge-guess-burst", "100000",
          "limits.edge-guess-per-minute", "100000",
          "limits.edge-write-burst", "100000",
          "limits.edge-write-per-minute", "100000");

  public final TestServer server;
  public final HttpCalls calls;
  public final NetworkId network;
  public final SigningKey networkKey = new SigningKey();
  public final TestUser owner;
  public final String ownerToken;

  public People(Map<String, String> configuration) {
    Map<String, String> all = new java.util.HashMap<>(WIDE_OPEN);
    all.putAll(configuration);
    server = TestServer.start(all);
    calls = new HttpCalls(server.url());
    InvitationLink link = parsed(server.ownerInvitation());
    network = link.network();
    owner = new TestUser(network, now());
    calls.call(
        "AccountService/Register",
        "",
        Requests.register(link.secret(), owner, "owner", Optional.of(networkKey)).build(),
        RegisterResponse.parser());
    ownerToken = signIn(owner, owner.first);
  }

  public static InvitationLink parsed(String link) {
    try {
      return InvitationLink.parse(link);
    } catch (ProtocolException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public long now() {
    return System.currentTimeMillis();
  }

  /// A fresh invitation by the owner.
  public InvitationSecret invitation(String username) {
    byte[] secret = new byte[16];
    ThreadLocalRandom.current().nextBytes(secret);
    InvitationSecret made = InvitationSecret.of(secret);
    calls.call(
        "NetworkService/CreateInvitation",
        ownerToken,
        CreateInvitationRequest.newBuilder()
            .setUsername(username)
            .setSecretHash(ByteString.copyFrom(made.hash().toArray()))
            .build(),
        CreateInvitationResponse.parser());
    return made;
  }

  /// A further registered person.
  public TestUser register(String username) {
    TestUser user = new TestUser(network, now());
    calls.call(
        "AccountService/Register",
        "",
        Requests.register(invitation(""), user, username, Optional.empty()).build(),
        RegisterResponse.parser());
    return user;
  }

  public String host() {
    return server.url().getAuthority();
  }

  public ByteString nonce(TestDevice device) {
    return calls
        .call(
            "AccountService/StartSession",
            "",
            StartSessionRequest.newBuilder()
                .setDeviceId(ByteString.copyFrom(device.id.toArray()))
                .build(),
            StartSessionResponse.parser())
        .getServerNonce();
  }

  /// A token for the device.
  public String signIn(TestUser user, TestDevice device) {
    return calls
        .call(
            "AccountService/FinishSession",
            "",
            Requests.finishSession(user, device, host(), nonce(device), now()),
            FinishSessionResponse.parser())
        .getToken();
  }

  public FinishSignInResponse passwordSignIn(String username) {
    return calls.call(
        "AccountService/FinishSignIn",
        "",
        FinishSignInRequest.newBuilder()
            .setUsername(username)
            .setLoginSecret(Requests.loginSecret("password of " + username))
            .build(),
        FinishSignInResponse.parser());
  }

  /// A second device by password; the user's list is the new one afterwards.
  public TestDevice addDevice(TestUser user, String username) {
    String enrolment = passwordSignIn(username).getEnrolmentToken();
    TestDevice device = new TestDevice();
    DeviceList next = user.next(now(), List.of(device), List.of());
    calls.call(
        "AccountService/AddDevice",
        enrolment,
        Requests.addDevice(user, next, device).build(),
        AddDeviceResponse.parser());
    user.list = next;
    return device;
  }

  @Override
  public void close() {
    server.close();
  }
}
