package dev.wardroom.bench.load;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Unary calls over HTTP, for setting up. Thread-safe.
public final class Calls {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(AnyCertificate.context())
          .build();
  private final URI url;

  public Calls(URI url) {
    this.url = url;
  }

  public URI url() {
    return url;
  }

  /// Throws IllegalStateException with the refusal's text when the server refuses.
  public <T extends Message> T call(
      String method, String token, Message request, Parser<T> parser) {
    try {
      return parser.parseFrom(post("wardroom.v1." + method, token, request.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answer's bytes. Throws IllegalStateException with the refusal's text.
  byte[] post(String method, String token, byte[] request) {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(url.resolve("/" + method))
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "application/proto")
            .header("Connect-Protocol-Version", "1")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request));
    if (!token.isEmpty()) {
      post.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> answer =
          http.send(post.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            method + ": " + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
