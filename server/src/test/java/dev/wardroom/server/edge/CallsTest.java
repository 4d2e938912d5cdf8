package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationResponse;
import dev.wardroom.schema.v1.GetServerRequest;
import dev.wardroom.schema.v1.GetServerResponse;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Refusal;
import dev.wardroom.server.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CallsTest {
  private static final SmallWorld WORLD = new SmallWorld();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(WORLD, Map.of("limits.edge-calls", "16"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpRequest.Builder call(String method) {
    return HttpRequest.newBuilder(server.url().resolve("/wardroom.v1." + method))
        .header("Content-Type", "application/proto");
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> post(String method, Message message)
      throws IOException, InterruptedException {
    return send(call(method).POST(BodyPublishers.ofByteArray(message.toByteArray())));
  }

  private static HttpResponse<byte[]> post(String method, String token, Message message)
      throws IOException, InterruptedException {
    return send(
        call(method)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofByteArray(message.toByteArray())));
  }

  private static GetInvitationRequest invitation(int behaviour) {
    byte[] secret = new byte[16];
    secret[0] = (byte) behaviour;
    return GetInvitationRequest.newBuilder().setSecret(ByteString.copyFrom(secret)).build();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static Refusal refusal(HttpResponse<byte[]> response) throws IOException {
    Matcher value = Pattern.compile("\"value\":\"([^\"]+)\"").matcher(text(response));
    assertThat(value.find()).as(text(response)).isTrue();
    return Refusal.parseFrom(Base64.getDecoder().decode(value.group(1)));
  }

  private static void assertRefused(HttpResponse<byte[]> response, int status, Reason reason)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(refusal(response).getReason()).isEqualTo(reason);
    assertThat(refusal(response).getRequestId()).isNotEmpty();
    assertThat(text(response)).contains("\"code\":\"" + ErrorMapping.shape(reason).code() + "\"");
  }

  @Test
  void aCallIsAnswered() throws Exception {
    HttpResponse<byte[]> response =
        post("NetworkService/GetServer", GetServerRequest.getDefaultInstance());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/proto");
    assertThat(GetServerResponse.parseFrom(response.body()).getVersion()).isEqualTo("127.0.0.1");
  }

  @Test
  void theSameCallInJsonIsAnsweredInJson() throws Exception {
    HttpResponse<byte[]> response =
        send(
            call("NetworkService/GetInvitation")
                .setHeader("Content-Type", "application/json; charset=utf-8")
                .POST(
                    BodyPublishers.ofString(
                        "{\"secret\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"new\":1}")));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo("{\"networkName\":\"Öl und Söhne\"}");
  }

  @Test
  void aTokenSignsADeviceIn() throws Exception {
    HttpResponse<byte[]> response =
        post(
            "NetworkService/GetStatements",
            "device-7",
            GetStatementsRequest.newBuilder().setFromVersion(3).build());
    GetStatementsResponse answer = GetStatementsResponse.parseFrom(response.body());
    assertThat(answer.getStatementsSigned(0).byteAt(15)).isEqualTo((byte) 7);
    assertThat(answer.getStatementsSigned(1).size()).isEqualTo(3);
  }

  @Test
  void noTokenAWrongOneAndOneOfAnotherKindAreRefused() throws Exception {
    String method = "NetworkService/GetStatements";
    GetStatementsRequest request = GetStatementsRequest.getDefaultInstance();
    assertRefused(post(method, request), 401, Reason.REASON_NOT_SIGNED_IN);
    assertRefused(post(method, "nonsense", request), 401, Reason.REASON_NOT_SIGNED_IN);
    assertRefused(post(method, "enrolment", request), 401, Reason.REASON_NOT_SIGNED_IN);
    assertRefused(post(method, "x".repeat(200), request), 401, Reason.REASON_NOT_SIGNED_IN);
  }

  @Test
  void anUnknownMethodIsRefused() throws Exception {
    assertRefused(
        post("NetworkService/Nothing", GetServerRequest.getDefaultInstance()),
        501,
        Reason.REASON_UNKNOWN_METHOD);
  }

  @Test
  void whatAHandlerThrowsBecomesItsAnswer() throws Exception {
    String method = "NetworkService/GetInvitation";
    assertRefused(post(method, invitation(1)), 401, Reason.REASON_SIGN_IN_REFUSED);
    assertRefused(post(method, invitation(2)), 500, Reason.REASON_INTERNAL);
    assertRefused(post(method, invitation(3)), 503, Reason.REASON_UNAVAILABLE);
    HttpResponse<byte[]> wait = post(method, invitation(4));
    assertRefused(wait, 429, Reason.REASON_TOO_MANY);
    assertThat(wait.headers().firstValue("retry-after")).contains("2");
    assertThat(refusal(wait).getRetryAfterMillis()).isEqualTo(1500);
  }

  @Test
  void aBugTellsItsRequestIdAndNothingElse() throws Exception {
    HttpResponse<byte[]> response = post("NetworkService/GetInvitation", invitation(2));
    assertThat(text(response)).contains(refusal(response).getRequestId()).doesNotContain("planted");
  }

  @Test
  void aFieldOutsideItsBoundsIsRefused() throws Exception {
    GetInvitationRequest shorter =
        GetInvitationRequest.newBuilder().setSecret(ByteString.copyFrom(new byte[15])).build();
    assertRefused(post("NetworkService/GetInvitation", shorter), 400, Reason.REASON_MALFORMED);
    CreateInvitationRequest.Builder name =
        CreateInvitationRequest.newBuilder().setSecretHash(ByteString.copyFrom(new byte[32]));
    String method = "NetworkService/CreateInvitation";
    assertThat(post(method, "device-1", name.setName("ä".repeat(64)).build()).statusCode())
        .isEqualTo(200);
    assertRefused(
        post(method, "device-1", name.setName("ä".repeat(64) + "x").build()),
        400,
        Reason.REASON_MALFORMED);
    assertRefused(
        post(method, "device-1", name.setName("x").setValidSeconds(7_776_001).build()),
        400,
        Reason.REASON_MALFORMED);
  }

  @Test
  void bytesThatAreNoMessageAreRefused() throws Exception {
    assertRefused(
        send(
            call("NetworkService/GetInvitation")
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, (byte) 0xff, 1}))),
        400,
        Reason.REASON_MALFORMED);
    assertRefused(
        send(
            call("NetworkService/GetInvitation")
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"secret\":"))),
        400,
        Reason.REASON_MALFORMED);
  }

  @Test
  void anotherContentTypeOrVersionIsRefused() throws Exception {
    assertRefused(
        send(
            call("NetworkService/GetServer")
                .setHeader("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x"))),
        400,
        Reason.REASON_MALFORMED);
    assertRefused(
        send(
            call("NetworkService/GetServer")
                .header("Connect-Protocol-Version", "2")
                .POST(BodyPublishers.noBody())),
        400,
        Reason.REASON_VERSION);
  }

  @Test
  void aBodyAtTheBoundIsTakenAndOneByteMoreIsNot() throws Exception {
    byte[] padding = new byte[EdgeLimits.REQUEST_BYTES_DEFAULT];
    assertRefused(
        send(call("NetworkService/GetServer").POST(BodyPublishers.ofByteArray(padding))),
        400,
        Reason.REASON_MALFORMED);
    byte[] more = new byte[EdgeLimits.REQUEST_BYTES_DEFAULT + 1];
    assertRefused(
        send(call("NetworkService/GetServer").POST(BodyPublishers.ofByteArray(more))),
        413,
        Reason.REASON_TOO_LARGE);
  }

  @Test
  void aBodyWithoutADeclaredLengthIsBoundedToo() throws Exception {
    byte[] more = new byte[EdgeLimits.REQUEST_BYTES_DEFAULT + 1];
    HttpRequest.Builder chunked =
        call("NetworkService/GetServer")
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(more)));
    assertRefused(send(chunked), 413, Reason.REASON_TOO_LARGE);
  }

  @Test
  void moreCallsThanTheBoundAreToldToWaitAndTheOthersGoOn() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> slow = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      slow.add(
          HTTP.sendAsync(
              call("NetworkService/GetInvitation")
                  .POST(BodyPublishers.ofByteArray(invitation(5).toByteArray()))
                  .build(),
              BodyHandlers.ofByteArray()));
    }
    while (WORLD.slowCalls.getQueueLength() < 16) {
      Thread.sleep(5);
    }
    assertRefused(
        post("NetworkService/GetServer", GetServerRequest.getDefaultInstance()),
        503,
        Reason.REASON_UNAVAILABLE);
    WORLD.slowCalls.release(16);
    for (CompletableFuture<HttpResponse<byte[]>> one : slow) {
      assertThat(GetInvitationResponse.parseFrom(one.get().body())).isNotNull();
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aHeaderOfAStrangerDoesNotChangeItsAddress() throws Exception {
    HttpResponse<byte[]> response =
        send(
            call("NetworkService/GetServer")
                .header("X-Forwarded-For", "10.1.2.3")
                .POST(BodyPublishers.noBody()));
    assertThat(GetServerResponse.parseFrom(response.body()).getVersion()).isEqualTo("127.0.0.1");
  }

  @Test
  void thePagesAreThere() throws Exception {
    assertThat(page("/live").statusCode()).isEqualTo(200);
    assertThat(page("/ready").body()).isEqualTo("ready\n");
    assertThat(page("/metrics").body()).contains("wardroom_calls_seconds_count");
    assertThat(page("/").body()).contains("<h1>Wardroom</h1>").contains("light-dark(");
    assertThat(page("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void metricsAreHiddenFromWhatCameThroughAProxy() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url().resolve("/metrics"))
            .header("X-Forwarded-For", "10.1.2.3");
    assertThat(send(request).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> page(String path) throws IOException, InterruptedException {
    URI uri = server.url().resolve(path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void callsThatWaitForNewsLeaveTheirPlacesToOthers() throws Exception {
    occupy(6, () -> assertThat(isAnswered()).isTrue());
  }

  @Test
  void whatWaitsForADeviceGoesOutWhileAllPlacesOfCallsAreTaken() throws Exception {
    try (TestSocket socket = TestSocket.signedIn(HTTP, server.url(), 9_001)) {
      assertThat(socket.next().hasWelcome()).isTrue();
      assertThat(socket.next().getItems().getCaughtUp()).isTrue();
      occupy(
          5,
          () -> {
            assertThat(isAnswered()).isFalse();
            WORLD.mailbox.append(SmallWorld.device(9_001), 10);
            WORLD.live().find(SmallWorld.device(9_001).device()).orElseThrow().wake();
            assertThat(socket.next().getItems().getItemsCount()).isEqualTo(1);
          });
    }
  }

  private static boolean isAnswered() throws IOException, InterruptedException {
    return post("NetworkService/GetServer", GetServerRequest.getDefaultInstance()).statusCode()
        == 200;
  }

  @FunctionalInterface
  private interface Meanwhile {
    void run() throws Exception;
  }

  /// Keeps as many calls open as there may be, runs something, and lets them end.
  private static void occupy(int behaviour, Meanwhile meanwhile) throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> open = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      open.add(
          HTTP.sendAsync(
              call("NetworkService/GetInvitation")
                  .POST(BodyPublishers.ofByteArray(invitation(behaviour).toByteArray()))
                  .build(),
              BodyHandlers.ofByteArray()));
    }
    try {
      while (WORLD.slowCalls.getQueueLength() < 16) {
        Thread.onSpinWait();
      }
      meanwhile.run();
    } finally {
      WORLD.slowCalls.release(16);
    }
    for (CompletableFuture<HttpResponse<byte[]>> each : open) {
      assertThat(each.get(15, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }
}
