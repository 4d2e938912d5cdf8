package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RatesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String INVITATION = "{\"secret\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}";

  private static HttpResponse<String> guess(TestServer server, String... forwardedFor)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url().resolve("/wardroom.v1.NetworkService/GetInvitation"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(INVITATION));
    for (String forwarded : forwardedFor) {
      request.header("X-Forwarded-For", forwarded);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void guessesAreCountedByAddressAndAStrangerCannotChangeIts() throws Exception {
    Map<String, String> few =
        Map.of("limits.edge-guess-burst", "3", "limits.edge-guess-per-minute", "1");
    try (TestServer server = TestServer.start(new SmallWorld(), few)) {
      for (int i = 0; i < 3; i++) {
        assertThat(guess(server, "10.0.0." + i).statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = guess(server, "10.0.0.9");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("REASON_TOO_MANY");
      assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
          .isBetween(30, 60);
    }
  }

  @Test
  void behindAProxyTheAddressItWroteLastCounts() throws Exception {
    Map<String, String> few =
        Map.of(
            "limits.edge-guess-burst", "1",
            "limits.edge-guess-per-minute", "1",
            "behind-proxy", "true");
    try (TestServer server = TestServer.start(new SmallWorld(), few)) {
      assertThat(guess(server, "made-up, 10.0.0.1").statusCode()).isEqualTo(200);
      assertThat(guess(server, "made-up, 10.0.0.2").statusCode()).isEqualTo(200);
      assertThat(guess(server, "other, 10.0.0.1").statusCode()).isEqualTo(429);
    }
  }

  @Test
  void behindAProxyACallerCannotChooseItsAddress() throws Exception {
    Map<String, String> few =
        Map.of(
            "limits.edge-guess-burst", "1",
            "limits.edge-guess-per-minute", "1",
            "behind-proxy", "true");
    try (TestServer server = TestServer.start(new SmallWorld(), few)) {
      // A proxy that adds a header of its own instead of an element.
      assertThat(guess(server, "10.0.0.7", "10.0.0.1").statusCode()).isEqualTo(200);
      assertThat(guess(server, "10.0.0.8", "10.0.0.1").statusCode()).isEqualTo(429);
      assertThat(guess(server, "10.0.0.1:4711").statusCode()).isEqualTo(429);
      // One customer has all addresses below 64 bits.
      assertThat(guess(server, "2001:db8:0:1::1").statusCode()).isEqualTo(200);
      assertThat(guess(server, "[2001:db8:0:1:2:3:4:5]:443").statusCode()).isEqualTo(429);
      assertThat(guess(server, "2001:db8:0:2::1").statusCode()).isEqualTo(200);
      assertThat(guess(server, "::ffff:10.0.0.1").statusCode()).isEqualTo(429);
      // What is no address is the proxy.
      assertThat(guess(server, "unknown").statusCode()).isEqualTo(200);
      assertThat(guess(server, "_hidden").statusCode()).isEqualTo(429);
      assertThat(guess(server).statusCode()).isEqualTo(429);
    }
  }
}
