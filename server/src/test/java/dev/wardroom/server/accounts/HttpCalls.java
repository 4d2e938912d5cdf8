package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calls a running server over HTTP.
public final class HttpCalls {
  private static final Pattern DETAIL = Pattern.compile("\"value\":\"([^\"]+)\"");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI server;

  public HttpCalls(URI server) {
    this.server = server;
  }

  public URI server() {
    return server;
  }

  /// The answer; fails the test when the call is refused.
  public <A> A call(String method, String token, Message request, Parser<A> parser) {
    HttpResponse<byte[]> response = send(method, token, request);
    assertThat(response.statusCode())
        .as(method + ": " + new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    try {
      return parser.parseFrom(response.body());
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// The refusal; fails the test when the call is answered.
  public Refusal refusal(String method, String token, Message request) {
    HttpResponse<byte[]> response = send(method, token, request);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(method + " was answered").isNotEqualTo(200);
    Matcher value = DETAIL.matcher(text);
    assertThat(value.find()).as(text).isTrue();
    try {
      return Refusal.parseFrom(Base64.getDecoder().decode(value.group(1)));
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public void assertRefused(String method, String token, Message request, Reason reason) {
    assertThat(refusal(method, token, request).getReason()).isEqualTo(reason);
  }

  private HttpResponse<byte[]> send(String method, String token, Message request) {
    HttpRequest.Builder call =
        HttpRequest.newBuilder(server.resolve("/wardroom.v1." + method))
            .header("Content-Type", "application/proto")
            .POST(BodyPublishers.ofByteArray(request.toByteArray()));
    if (!token.isEmpty()) {
      call.header("Authorization", "Bearer " + token);
    }
    try {
      return HTTP.send(call.build(), BodyHandlers.ofByteArray());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
