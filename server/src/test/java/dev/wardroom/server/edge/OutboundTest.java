package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.server.TestServer;
import dev.wardroom.server.edge.socket.LiveDevice;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// What waits to be sent to devices that read slowly.
final class OutboundTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Notice LARGE =
      Notice.newBuilder()
          .setWhat(Notice.What.WHAT_ACCOUNT)
          .setUserId(ByteString.copyFrom(new byte[60_000]))
          .build();

  private final SmallWorld world = new SmallWorld();

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private boolean isThere(int device) {
    return world.live().find(SmallWorld.device(device).device()).isPresent();
  }

  private LiveDevice live(int device) throws Exception {
    await(() -> isThere(device));
    return world.live().find(SmallWorld.device(device).device()).orElseThrow();
  }

  @Test
  void allSocketsTogetherHoldNoMoreThanTheyMayAndGiveItBack() throws Exception {
    Map<String, String> little = Map.of("limits.edge-outbound-bytes", "1048576");
    try (TestServer server = TestServer.start(world, little)) {
      for (int device = 1; device <= 3; device++) {
        int number = device;
        try (Socket slow = SlowReader.connect(server.url(), "device-" + number)) {
          LiveDevice live = live(number);
          for (int i = 0; i < 110; i++) {
            live.notice(LARGE);
          }
          // Sooner than the ten seconds for which any full queue is waited for.
          await(() -> !isThere(number));
          assertThat(slow.isConnected()).isTrue();
        }
      }
      try (TestSocket good = TestSocket.signedIn(HTTP, server.url(), 9)) {
        assertThat(good.next().hasWelcome()).isTrue();
        assertThat(good.next().hasItems()).isTrue();
        for (int i = 0; i < 40; i++) {
          live(9).notice(LARGE);
          assertThat(good.next().hasNotice()).isTrue();
        }
      }
    }
  }

  @Test
  void aSocketThatDoesNotTakeItsAnswersIsNotAnsweredMore() throws Exception {
    try (TestServer server = TestServer.start(world, Map.of());
        Socket slow = SlowReader.connect(server.url(), "device-1")) {
      LiveDevice live = live(1);
      for (int i = 0; i < 125; i++) {
        live.notice(LARGE);
      }
      SlowReader.send(
          slow,
          ClientFrame.newBuilder()
              .setCall(Call.newBuilder().setId(1).setMethod("wardroom.v1.NetworkService/GetServer"))
              .build());
      await(() -> metrics(server).contains("reason=\"REASON_TOO_MANY\""));
    }
  }

  private static String metrics(TestServer server) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(server.url().resolve("/metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }
}
