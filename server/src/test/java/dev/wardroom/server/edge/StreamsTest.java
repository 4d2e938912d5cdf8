package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StreamsTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(new SmallWorld(), Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.url().resolve("/v1/files/" + path))
        .header("Authorization", "Bearer device-1");
  }

  @Test
  void aBodyIsReadToItsEnd() throws Exception {
    byte[] body = new byte[3_000_001];
    HttpResponse<Void> response =
        HTTP.send(
            request("x").PUT(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.discarding());
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("upload-offset")).contains("3000001");
  }

  @Test
  void anAnswerIsWrittenToItsEnd() throws Exception {
    HttpResponse<byte[]> response =
        HTTP.send(request("5000000").build(), BodyHandlers.ofByteArray());
    assertThat(response.body()).hasSize(5_000_000);
  }

  @Test
  void aPartOfAFileIsSent() throws Exception {
    Path file = server.folder().resolve("part");
    Files.writeString(file, "abcdefg");
    HttpResponse<String> response =
        HTTP.send(request("f?file=" + file).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo("defg");
  }

  @Test
  void aHeadAnswersALengthWithoutABody() throws Exception {
    HttpResponse<Void> response =
        HTTP.send(
            request("77").method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());
    assertThat(response.headers().firstValue("content-length")).contains("77");
  }

  @Test
  void withoutATokenNothingIsRead() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve("/v1/files/9"))
            .PUT(BodyPublishers.ofByteArray(new byte[1000]))
            .build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("unauthenticated");
  }

  @Test
  void whatARouteRefusesIsAnsweredAsForCalls() throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            request("1").method("DELETE", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("REASON_NOT_FOUND");
  }

  @Test
  void aBodyThatIsCutOffEndsTheExchangeAndNotTheServer() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT /v1/files/x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer device-1\r\n"
                  + "Content-Length: 1000\r\n\r\nonly this")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.shutdownOutput();
      try (InputStream in = socket.getInputStream()) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).doesNotContain("204");
      }
    }
    assertThat(HTTP.send(request("3").build(), BodyHandlers.ofByteArray()).body()).hasSize(3);
  }

  @Test
  void oneDeviceDoesNotTakeTheTransfersOfAll() throws Exception {
    Map<String, String> few = Map.of("limits.edge-streams-per-device", "2");
    try (TestServer small = TestServer.start(new SmallWorld(), few)) {
      try (Socket first = stalled(small, "device-1");
          Socket second = stalled(small, "device-1")) {
        assertThat(first.isConnected() && second.isConnected()).isTrue();
        awaitStatus(small, "device-1", 503);
        assertThat(transfer(small, "device-2")).isEqualTo(204);
      }
      awaitStatus(small, "device-1", 204);
    }
  }

  /// A transfer that has begun and does not go on.
  private static Socket stalled(TestServer small, String token) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), small.url().getPort());
    String head =
        "PUT /v1/files/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Length: 1000\r\n\r\nabc";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static int transfer(TestServer small, String token) throws Exception {
    HttpRequest put =
        HttpRequest.newBuilder(small.url().resolve("/v1/files/x"))
            .header("Authorization", "Bearer " + token)
            .PUT(BodyPublishers.ofByteArray(new byte[10]))
            .build();
    return HTTP.send(put, BodyHandlers.discarding()).statusCode();
  }

  private static void awaitStatus(TestServer small, String token, int status) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (transfer(small, token) != status) {
      assertThat(System.nanoTime()).as("waited for " + status).isLessThan(deadline);
    }
  }
}
