package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// What strangers can make the server keep: bodies and connections.
final class BodiesTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String OPEN = "/wardroom.v1.NetworkService/GetServer";

  private static Socket connect(URI server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// Announces a body and sends only its beginning.
  private static Socket begin(URI server, String path, long announced, int sent)
      throws IOException {
    Socket socket = connect(server);
    write(
        socket,
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer nonsense\r\n"
            + "Content-Type: application/proto\r\nContent-Length: "
            + announced
            + "\r\n\r\n");
    socket.getOutputStream().write(new byte[sent]);
    socket.getOutputStream().flush();
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = socket.getInputStream().read();
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = socket.getInputStream().read();
    }
    return line.toString().strip();
  }

  private static int post(URI server, int bytes) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        HTTP.send(
            HttpRequest.newBuilder(server.resolve(OPEN))
                .header("Content-Type", "application/proto")
                .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                .build(),
            BodyHandlers.ofByteArray());
    return response.statusCode();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aLargeBodyIsNotTakenInBeforeItIsKnownWhoAsks() throws Exception {
    try (TestServer server = TestServer.start();
        Socket stranger =
            begin(server.url(), "/wardroom.v1.DirectoryService/PublishPrekeys", 20_000_000, 1000)) {
      assertThat(statusLine(stranger)).isEqualTo("HTTP/1.1 401 Unauthorized");
    }
  }

  @Test
  void aLargeBodyOfUnknownLengthIsNotTakenInEither() throws Exception {
    try (TestServer server = TestServer.start();
        Socket stranger = connect(server.url())) {
      write(
          stranger,
          """
          POST /wardroom.v1.DirectoryService/PublishPrekeys HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/proto\r
          Transfer-Encoding: chunked\r
          \r
          3\r
          abc\r
          """);
      assertThat(statusLine(stranger)).isEqualTo("HTTP/1.1 401 Unauthorized");
    }
  }

  @Test
  void bodiesThatDoNotEndShareABudgetAndGiveItBack() throws Exception {
    Map<String, String> small = Map.of("limits.edge-body-bytes", "1048576");
    try (TestServer server = TestServer.start(new SmallWorld(), small)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        slow.add(begin(server.url(), OPEN, 65_536, 64_000));
      }
      await(() -> post(server.url(), 60_000) == 503);
      for (Socket socket : slow) {
        socket.close();
      }
      await(() -> post(server.url(), 60_000) != 503);
      for (int i = 0; i < 40; i++) {
        assertThat(post(server.url(), 60_000)).isNotEqualTo(503);
      }
    }
  }

  @Test
  void aBodyThatDripsIsCutOff() throws Exception {
    Map<String, String> quick = Map.of("limits.edge-body-seconds", "1");
    try (TestServer server = TestServer.start(new SmallWorld(), quick);
        Socket slow = begin(server.url(), OPEN, 60_000, 1)) {
      Thread drip =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    slow.getOutputStream().write(0);
                    Thread.sleep(100);
                  }
                } catch (IOException | InterruptedException over) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(statusLine(slow)).isEqualTo("HTTP/1.1 503 Service Unavailable");
      drip.interrupt();
      assertThat(drip.join(PATIENCE)).isTrue();
    }
  }

  @Test
  void oneAddressHasAsManyConnectionsAsItMay() throws Exception {
    Map<String, String> few = Map.of("limits.edge-connections-per-address", "2");
    try (TestServer server = TestServer.start(new SmallWorld(), few)) {
      try (Socket first = served(server.url());
          Socket second = served(server.url())) {
        assertThat(first.isConnected() && second.isConnected()).isTrue();
        assertThat(isServed(server.url())).isFalse();
      }
      await(() -> isServed(server.url()));
    }
  }

  private static Socket served(URI server) throws IOException {
    Socket socket = connect(server);
    write(socket, "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    return socket;
  }

  private static boolean isServed(URI server) throws IOException {
    try (Socket socket = connect(server)) {
      write(socket, "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return !statusLine(socket).isEmpty();
    } catch (SocketException cut) {
      return false;
    }
  }
}
