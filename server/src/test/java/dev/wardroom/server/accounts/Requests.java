package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.AddDeviceRequest;
import dev.wardroom.schema.v1.Envelope;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.NewPassword;
import dev.wardroom.schema.v1.PasswordParameters;
import dev.wardroom.schema.v1.Prekey;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.server.directory.SigningKey;
import dev.wardroom.server.directory.TestDevice;
import dev.wardroom.server.directory.TestUser;
import dev.wardroom.server.directory.prekeys.UploadedBatch;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.text.InvitationSecret;
import dev.wardroom.wire.text.SessionChallenge;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Requests as a client makes them. The login secret is made of the password without its costly
/// derivation, which no server sees.
public final class Requests {
  private Requests() {}

  static ByteString loginSecret(String password) {
    byte[] secret = new byte[32];
    byte[] text = password.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, secret, 0, Math.min(32, text.length));
    return ByteString.copyFrom(secret);
  }

  static PasswordParameters parameters() {
    byte[] salt = new byte[16];
    Arrays.fill(salt, (byte) 7);
    return PasswordParameters.newBuilder()
        .setSalt(ByteString.copyFrom(salt))
        .setMemoryKib(65_536)
        .setPasses(3)
        .setLanes(1)
        .build();
  }

  static Envelope envelope(EnvelopeKind kind, String sealed) {
    return Envelope.newBuilder().setKind(kind).setSealed(ByteString.copyFromUtf8(sealed)).build();
  }

  static NewPassword newPassword(String password) {
    return NewPassword.newBuilder()
        .setPassword(parameters())
        .setLoginSecret(loginSecret(password))
        .setEnvelope(envelope(EnvelopeKind.ENVELOPE_KIND_PASSWORD, "sealed by " + password))
        .build();
  }

  /// What registers a user; `network` is the owner's network key, absent for anybody else.
  public static RegisterRequest.Builder register(
      InvitationSecret invitation, TestUser user, String username, Optional<SigningKey> network) {
    RegisterRequest.Builder request =
        RegisterRequest.newBuilder()
            .setInvitationSecret(bytes(invitation.toArray()))
            .setUsername(username)
            .setName("Name of " + username)
            .setUserId(bytes(user.user.toArray()))
            .setDeviceId(bytes(user.first.id.toArray()))
            .setPassword(parameters())
            .setLoginSecret(loginSecret("password of " + username))
            .addEnvelopes(envelope(EnvelopeKind.ENVELOPE_KIND_PASSWORD, "sealed"))
            .addEnvelopes(envelope(EnvelopeKind.ENVELOPE_KIND_RECOVERY, "recovery"))
            .setDeviceListSigned(bytes(user.listSigned()))
            .addAllBatches(batches(TestUser.fewPrekeys(user.first, user.list)))
            .setDeviceName("laptop");
    network.ifPresent(key ->
        request.setStatementSigned(bytes(statement(user.network, key, user.list.issuedAt()))));
    return request;
  }

  static byte[] statement(NetworkId network, SigningKey key, long now) {
    NetworkStatement statement =
        new NetworkStatement(
            network,
            1,
            Hash32.ZERO,
            now,
            now + Duration.ofDays(80).toMillis(),
            List.of(key.publicKey()),
            Optional.empty(),
            Suite.P521,
            List.of());
    return key.signed(statement.encode());
  }

  static List<PrekeyBatch> batches(List<UploadedBatch> uploaded) {
    return uploaded.stream()
        .map(batch -> {
          PrekeyBatch.Builder told = PrekeyBatch.newBuilder().setBatchSigned(bytes(batch.signed()));
          for (int i = 0; i < batch.agreementKeys().size(); i++) {
            told.addPrekeys(
                Prekey.newBuilder()
                    .setAgreementKey(bytes(batch.agreementKeys().get(i).toArray()))
                    .setEncapsulationKey(bytes(batch.encapsulationKeys().get(i).toArray())));
          }
          return told.build();
        })
        .toList();
  }

  static AddDeviceRequest.Builder addDevice(TestUser user, DeviceList list, TestDevice device) {
    return AddDeviceRequest.newBuilder()
        .setDeviceId(bytes(device.id.toArray()))
        .setDeviceListSigned(bytes(user.signed(list)))
        .addAllBatches(batches(TestUser.fewPrekeys(device, list)))
        .setDeviceName("phone");
  }

  /// A signed challenge of a device.
  static FinishSessionRequest finishSession(
      TestUser user, TestDevice device, String host, ByteString serverNonce, long time) {
    Bytes clientNonce = Bytes.wrap(new byte[32]);
    SessionChallenge challenge =
        new SessionChallenge(
            user.network,
            host,
            user.user,
            device.id,
            user.list.hash(),
            clientNonce,
            Bytes.of(serverNonce.toByteArray()),
            time);
    return FinishSessionRequest.newBuilder()
        .setDeviceId(bytes(device.id.toArray()))
        .setServerNonce(serverNonce)
        .setClientNonce(bytes(clientNonce.toArray()))
        .setChallengeSigned(bytes(device.key.signed(challenge.encode())))
        .build();
  }

  static ByteString bytes(byte[] value) {
    return ByteString.copyFrom(value);
  }
}
