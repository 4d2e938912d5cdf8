package dev.wardroom.client.connection;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.FinishSessionResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.StartSessionRequest;
import dev.wardroom.schema.v1.StartSessionResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Calls of a signed-in device. Signs in when it must, and once more when the server has forgotten
/// the token. Thread-safe.
public final class DeviceApi {

  /// A frame has at most 64 KiB; the rest is for its envelope.
  private static final int SOCKET_REQUEST_BYTES_MAX = 64_000;

  /// A token this close to its end is not used any more.
  private static final long TOKEN_MARGIN_MILLIS = 60_000;

  private record Token(String text, long expiresAt) {}

  private final ServerApi api;
  private final SessionProof proof;
  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<@Nullable Token> token = new AtomicReference<>();
  private final AtomicReference<@Nullable Socket> socket = new AtomicReference<>();
  private final Object signingIn = new Object();

  public DeviceApi(ServerApi api, SessionProof proof) {
    this.api = api;
    this.proof = proof;
  }

  public ServerApi server() {
    return api;
  }

  public <Q extends Message, R extends Message> R call(Rpc<Q, R> rpc, Q request) {
    return call(rpc, request, api.transport().patience());
  }

  /// Over the socket when it is open and the request fits into a frame and the answer is small,
  /// else over HTTP.
  public <Q extends Message, R extends Message> R callFast(Rpc<Q, R> rpc, Q request) {
    Socket open = socket.get();
    if (open != null && request.getSerializedSize() <= SOCKET_REQUEST_BYTES_MAX) {
      return open.call(rpc, request, api.transport().patience());
    }
    return call(rpc, request);
  }

  public <Q extends Message, R extends Message> R call(
      Rpc<Q, R> rpc, Q request, Duration patience) {
    String used = token();
    try {
      return api.call(rpc, request, Optional.of(used), patience);
    } catch (Refused e) {
      if (e.reason() != Reason.REASON_NOT_SIGNED_IN) {
        throw e;
      }
      forget(used);
      return api.call(rpc, request, Optional.of(token()), patience);
    }
  }

  /// A token that is good for at least a minute.
  public String token() {
    Token known = token.get();
    if (known != null && known.expiresAt() - TOKEN_MARGIN_MILLIS > api.clock().millis()) {
      return known.text();
    }
    Token fresh = signIn();
    token.set(fresh);
    return fresh.text();
  }

  void forget(String used) {
    Token known = token.get();
    if (known != null && known.text().equals(used)) {
      token.compareAndSet(known, null);
    }
  }

  void attach(@Nullable Socket open) {
    socket.set(open);
  }

  private Token signIn() {
    synchronized (signingIn) {
      Token known = token.get();
      if (known != null && known.expiresAt() - TOKEN_MARGIN_MILLIS > api.clock().millis()) {
        return known;
      }
      ByteString device = ByteString.copyFrom(proof.deviceId());
      StartSessionResponse start =
          api.call(
              Rpcs.START_SESSION, StartSessionRequest.newBuilder().setDeviceId(device).build());
      api.clock().observe(start.getServerTime());
      byte[] clientNonce = new byte[32];
      random.nextBytes(clientNonce);
      byte[] signed =
          proof.sign(
              api.transport().host(),
              clientNonce,
              start.getServerNonce().toByteArray(),
              api.clock().millis());
      FinishSessionResponse finish =
          api.call(
              Rpcs.FINISH_SESSION,
              FinishSessionRequest.newBuilder()
                  .setDeviceId(device)
                  .setServerNonce(start.getServerNonce())
                  .setClientNonce(ByteString.copyFrom(clientNonce))
                  .setChallengeSigned(ByteString.copyFrom(signed))
                  .build());
      return new Token(finish.getToken(), finish.getExpiresAt());
    }
  }
}
