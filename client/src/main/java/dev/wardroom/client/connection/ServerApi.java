package dev.wardroom.client.connection;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.GetServerRequest;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Refusal;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Unary calls over HTTP. Thread-safe.
public final class ServerApi {

  /// A refusal is short; more than this is not from a Wardroom server.
  private static final int REFUSAL_BYTES_MAX = 65_536;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Transport transport;
  private final ServerClock clock;

  public ServerApi(Transport transport, ServerClock clock) {
    this.transport = transport;
    this.clock = clock;
  }

  public Transport transport() {
    return transport;
  }

  public ServerClock clock() {
    return clock;
  }

  /// Asks the server for its time, for what is signed or judged by it before anything else was
  /// heard.
  public void learnTime() {
    clock.observe(call(Rpcs.GET_SERVER, GetServerRequest.getDefaultInstance()).getServerTime());
  }

  /// A call without a token.
  public <Q extends Message, R extends Message> R call(Rpc<Q, R> rpc, Q request) {
    return call(rpc, request, Optional.empty(), transport.patience());
  }

  /// @param token of a session or an enrolment
  /// @throws Refused when the server says no
  /// @throws Unreachable when it does not answer in time
  public <Q extends Message, R extends Message> R call(
      Rpc<Q, R> rpc, Q request, Optional<String> token, Duration patience) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(transport.at("/" + rpc.method()))
            .timeout(patience)
            .header("Content-Type", "application/proto")
            .header("Connect-Protocol-Version", "1")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()));
    token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
    HttpResponse<byte[]> response = send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw refusal(response.statusCode(), response.body());
    }
    return rpc.parse(response.body());
  }

  /// A plain HTTP request, for files.
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return transport.http().send(request, handler);
    } catch (IOException e) {
      throw new Unreachable(
          "cannot reach " + transport.base() + ": check the address and the network", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting for the server", e);
    }
  }

  /// Reads the error body of the Connect protocol; the schema's refusal is in its details.
  public Refused refusal(int status, byte[] body) {
    if (body.length <= REFUSAL_BYTES_MAX) {
      try {
        JsonNode error = JSON.readTree(body);
        for (JsonNode detail : error.path("details")) {
          if (detail.path("type").asString("").endsWith("wardroom.v1.Refusal")) {
            return refusal(
                Refusal.parseFrom(
                    Base64.getMimeDecoder().decode(detail.path("value").asString(""))));
          }
        }
      } catch (JacksonException | InvalidProtocolBufferException | IllegalArgumentException e) {
        return unknown(status);
      }
    }
    return unknown(status);
  }

  Refused refusal(Refusal refusal) {
    clock.observe(refusal.getServerTime());
    String text = refusal.getText().isBlank() ? plain(refusal.getReason()) : refusal.getText();
    return new Refused(refusal.getReason(), text, refusal.getRetryAfterMillis());
  }

  private static Refused unknown(int status) {
    Reason reason =
        status >= 500 || status == 429 ? Reason.REASON_UNAVAILABLE : Reason.REASON_MALFORMED;
    return new Refused(
        reason, "the server answered " + status + ": is the address a Wardroom server's?", 1000);
  }

  private static String plain(Reason reason) {
    return "the server refused: "
        + reason
            .name()
            .substring("REASON_".length())
            .toLowerCase(java.util.Locale.ROOT)
            .replace('_', ' ');
  }
}
