package dev.wardroom.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.CreateUploadResponse;
import dev.wardroom.schema.v1.GetFileResponse;
import dev.wardroom.server.TestServer;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Files through the real doors, with the bytes in a folder or in a bucket.
@TestInstance(Lifecycle.PER_CLASS)
abstract class FilesHttpContract {
  private static final byte[] OWN_DEVICES = {};
  private static final long FILE_BYTES_MAX = 20_000_000;

  private final Random random = new Random(7);
  private final FilesComposition composition = new FilesComposition();
  private final byte[] conversation = bytes(32);
  private final SignedInDevice anna = device(bytes(16), bytes(16));
  private final SignedInDevice annasPhone = device(anna.network().bytes().toArray(), anna.user());
  private final SignedInDevice ben = device(anna.network().bytes().toArray(), bytes(16));
  private final SignedInDevice eve = device(anna.network().bytes().toArray(), bytes(16));
  private final SignedInDevice elsewhere = device(bytes(16), anna.user());
  private TestServer server;
  private FilesClient annas;

  /// Where the bytes lie.
  abstract Map<String, String> configuration() throws Exception;

  abstract void stopStore();

  @BeforeAll
  void start() throws Exception {
    Map<String, String> all = new HashMap<>(configuration());
    all.put("limits.files-file-bytes", Long.toString(FILE_BYTES_MAX));
    all.put("limits.files-user-bytes", Long.toString(10 * FILE_BYTES_MAX));
    server = TestServer.start(composition, all);
    composition.signIn("anna", anna);
    composition.signIn("phone", annasPhone);
    composition.signIn("ben", ben);
    composition.signIn("eve", eve);
    composition.signIn("elsewhere", elsewhere);
    composition.conversation(conversation, anna, ben);
    annas = as("anna");
  }

  @AfterAll
  void stop() {
    annas.close();
    server.close();
    stopStore();
  }

  @Test
  void aFileGoesUpInPiecesAndComesDown() throws Exception {
    byte[] id = bytes(16);
    byte[] bytes = bytes(9_000_001);
    assertThat(annas.create(id, conversation, bytes.length).statusCode()).isEqualTo(200);
    int half = 4_000_007;
    HttpResponse<byte[]> first = annas.put(id, 0, Arrays.copyOf(bytes, half));
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(offset(first)).isEqualTo(half);
    assertThat(offset(annas.head(id))).isEqualTo(half);
    annas.put(id, half, Arrays.copyOfRange(bytes, half, bytes.length));
    assertThat(annas.complete(id).statusCode()).isEqualTo(200);
    try (FilesClient bens = as("ben")) {
      HttpResponse<byte[]> whole = bens.get(id);
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo(bytes);
      assertThat(bens.head(id).headers().firstValue("Content-Length"))
          .contains(Integer.toString(bytes.length));
    }
  }

  @Test
  void aFileThatIsAskedToBeKeptForACenturyIsKeptAsLongAsTheServerKeepsAny() throws Exception {
    long now = System.currentTimeMillis();
    int centuryAsUnsigned = (int) 3_155_760_000L;
    CreateUploadResponse answer =
        CreateUploadResponse.parseFrom(
            annas.create(bytes(16), conversation, 10, centuryAsUnsigned).body());
    long most = FilesLimits.KEEP_SECONDS_MAX.fallback() * 1_000;
    assertThat(answer.getExpiresAt()).isBetween(now + most, now + most + 60_000);
  }

  @Test
  void aWrongOffsetIsToldTheRightOne() throws Exception {
    byte[] id = bytes(16);
    annas.create(id, conversation, 1_000);
    annas.put(id, 0, bytes(600));
    HttpResponse<byte[]> tooFar = annas.put(id, 700, bytes(300));
    assertThat(tooFar.statusCode()).isEqualTo(409);
    assertThat(offset(tooFar)).isEqualTo(600);
    HttpResponse<byte[]> again = annas.put(id, 0, bytes(600));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(offset(again)).isEqualTo(600);
  }

  @Test
  void aCutLineKeepsWhatCameAndTheRestFollows() throws Exception {
    byte[] id = bytes(16);
    byte[] bytes = bytes(3_000_000);
    annas.create(id, conversation, bytes.length);
    cutAfter(id, bytes, 1_500_000);
    long reached = waitForOffset(id);
    assertThat(reached).isBetween(1L, 1_500_000L);
    annas.put(id, reached, Arrays.copyOfRange(bytes, (int) reached, bytes.length));
    annas.complete(id);
    assertThat(annas.get(id).body()).isEqualTo(bytes);
  }

  @Test
  void aNewerUploadTakesOverFromAHangingOne() throws Exception {
    byte[] id = bytes(16);
    byte[] bytes = bytes(400_000);
    annas.create(id, conversation, bytes.length);
    try (Socket hanging = beginPut(id, bytes.length)) {
      hanging.getOutputStream().write(bytes, 0, 100_000);
      hanging.getOutputStream().flush();
      Thread.sleep(200);
      HttpResponse<byte[]> refused = annas.put(id, 0, bytes);
      long reached = offset(refused);
      if (refused.statusCode() == 409) {
        annas.put(id, reached, Arrays.copyOfRange(bytes, (int) reached, bytes.length));
      }
      assertThat(annas.complete(id).statusCode()).isEqualTo(200);
      assertThat(annas.get(id).body()).isEqualTo(bytes);
    }
  }

  @Test
  void rangesAreHonoured() throws Exception {
    byte[] id = bytes(16);
    byte[] bytes = uploaded(id, 100_000);
    HttpResponse<byte[]> part = annas.get(id, "Range", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 10-19/100000");
    assertThat(annas.get(id, "Range", "bytes=-5").body())
        .isEqualTo(Arrays.copyOfRange(bytes, 99_995, 100_000));
    assertThat(annas.get(id, "Range", "bytes=99999-").body()).hasSize(1);
    HttpResponse<byte[]> outside = annas.get(id, "Range", "bytes=100000-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(outside.headers().firstValue("Content-Range")).contains("bytes */100000");
    assertThat(annas.get(id, "Range", "bytes=1-2,5-6").statusCode()).isEqualTo(200);
    assertThat(annas.get(id, "Range", "bytes=1-2", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void outsidersHearNotFoundAsForAFileThatIsNotThere() throws Exception {
    byte[] id = bytes(16);
    uploaded(id, 1_000);
    for (String outsider : new String[] {"eve", "elsewhere"}) {
      try (FilesClient client = as(outsider)) {
        assertSameAnswer(client.get(id), client.get(bytes(16)));
        assertSameAnswer(client.describe(id), client.describe(bytes(16)));
        assertSameAnswer(client.delete(id), client.delete(bytes(16)));
        assertSameAnswer(client.put(id, 0, bytes(1)), client.put(bytes(16), 0, bytes(1)));
        assertThat(client.create(bytes(16), conversation, 10).statusCode()).isEqualTo(404);
      }
    }
    try (FilesClient stranger = as("nobody")) {
      assertThat(stranger.get(id).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void anUploadUnderWayBelongsToItsDevice() throws Exception {
    byte[] id = bytes(16);
    annas.create(id, conversation, 1_000);
    try (FilesClient bens = as("ben");
        FilesClient phone = as("phone")) {
      assertThat(bens.get(id).statusCode()).isEqualTo(404);
      assertThat(bens.put(id, 0, bytes(10)).statusCode()).isEqualTo(404);
      assertThat(phone.put(id, 0, bytes(10)).statusCode()).isEqualTo(404);
      assertThat(bens.create(id, conversation, 1_000).statusCode()).isEqualTo(409);
    }
  }

  @Test
  void filesForOwnDevicesReachThemOnly() throws Exception {
    byte[] id = bytes(16);
    byte[] bytes = bytes(1_000);
    annas.create(id, OWN_DEVICES, bytes.length);
    annas.put(id, 0, bytes);
    annas.complete(id);
    try (FilesClient bens = as("ben");
        FilesClient phone = as("phone")) {
      assertThat(phone.get(id).body()).isEqualTo(bytes);
      assertThat(bens.get(id).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void moreThanDeclaredIsRefusedAndLessIsNotComplete() throws Exception {
    byte[] id = bytes(16);
    annas.create(id, conversation, 1_000);
    assertThat(annas.put(id, 0, bytes(1_001)).statusCode()).isEqualTo(413);
    annas.put(id, 0, bytes(999));
    assertThat(annas.complete(id).statusCode()).isEqualTo(409);
    assertThat(annas.put(id, 999, bytes(1)).statusCode()).isEqualTo(204);
    assertThat(annas.complete(id).statusCode()).isEqualTo(200);
    assertThat(annas.complete(id).statusCode()).isEqualTo(200);
  }

  @Test
  void creatingTwiceGoesOnWhereItStands() throws Exception {
    byte[] id = bytes(16);
    annas.create(id, conversation, 1_000);
    annas.put(id, 0, bytes(400));
    CreateUploadResponse again =
        CreateUploadResponse.parseFrom(annas.create(id, conversation, 1_000).body());
    assertThat(again.getOffset()).isEqualTo(400);
    assertThat(annas.create(id, conversation, 1_001).statusCode()).isEqualTo(409);
  }

  @Test
  void theSizeLimitHoldsAtItsEdge() throws Exception {
    assertThat(annas.create(bytes(16), conversation, FILE_BYTES_MAX).statusCode()).isEqualTo(200);
    assertThat(annas.create(bytes(16), conversation, FILE_BYTES_MAX + 1).statusCode())
        .isEqualTo(413);
    assertThat(annas.create(bytes(16), conversation, 0).statusCode()).isEqualTo(413);
  }

  @Test
  void theUsersQuotaCountsDeclaredBytesAndIsGivenBack() throws Exception {
    composition.signIn("greedy", device(anna.network().bytes().toArray(), bytes(16)));
    try (FilesClient greedy = as("greedy")) {
      byte[] last = bytes(16);
      for (int i = 0; i < 10; i++) {
        last = bytes(16);
        assertThat(greedy.create(last, OWN_DEVICES, FILE_BYTES_MAX).statusCode()).isEqualTo(200);
      }
      assertThat(greedy.create(bytes(16), OWN_DEVICES, 1).statusCode()).isEqualTo(429);
      assertThat(greedy.delete(last).statusCode()).isEqualTo(200);
      assertThat(greedy.create(bytes(16), OWN_DEVICES, 1).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anExpiredFileIsGoneAndItsBytesAreCollected() throws Exception {
    byte[] id = bytes(16);
    byte[] bytes = bytes(1_000);
    annas.create(id, conversation, bytes.length, 1);
    annas.put(id, 0, bytes);
    annas.complete(id);
    assertThat(annas.get(id).statusCode()).isEqualTo(200);
    Thread.sleep(1_100);
    assertThat(annas.get(id).statusCode()).isEqualTo(404);
    composition.runWorker(FilesCollector.EXPIRY);
    assertThat(annas.create(id, conversation, 5).statusCode()).isEqualTo(200);
    assertThat(annas.get(id).statusCode()).isEqualTo(404);
  }

  @Test
  void aDeletedFileIsGoneForEverybody() throws Exception {
    byte[] id = bytes(16);
    uploaded(id, 1_000);
    try (FilesClient bens = as("ben");
        FilesClient phone = as("phone")) {
      assertThat(bens.delete(id).statusCode()).isEqualTo(404);
      assertThat(phone.delete(id).statusCode()).isEqualTo(200);
      assertThat(bens.get(id).statusCode()).isEqualTo(404);
    }
    assertThat(annas.create(id, conversation, 5).statusCode()).isEqualTo(409);
    composition.runWorker(FilesCollector.EXPIRY);
    assertThat(annas.create(id, conversation, 5).statusCode()).isEqualTo(200);
  }

  @Test
  void theDescriptionIsTrue() throws Exception {
    byte[] id = bytes(16);
    uploaded(id, 1_234);
    GetFileResponse file = GetFileResponse.parseFrom(annas.describe(id).body());
    assertThat(file.getSize()).isEqualTo(1_234);
    assertThat(file.getOffset()).isEqualTo(1_234);
    assertThat(file.getComplete()).isTrue();
  }

  private byte[] uploaded(byte[] id, int size) throws Exception {
    byte[] bytes = bytes(size);
    assertThat(annas.create(id, conversation, size).statusCode()).isEqualTo(200);
    assertThat(annas.put(id, 0, bytes).statusCode()).isEqualTo(204);
    assertThat(annas.complete(id).statusCode()).isEqualTo(200);
    return bytes;
  }

  private void cutAfter(byte[] id, byte[] bytes, int count) throws Exception {
    try (Socket socket = beginPut(id, bytes.length)) {
      OutputStream out = socket.getOutputStream();
      out.write(bytes, 0, count);
      out.flush();
    }
  }

  private Socket beginPut(byte[] id, long length) throws Exception {
    URI url = server.url();
    Socket socket = new Socket(url.getHost(), url.getPort());
    String target = "/v1/files/" + HexFormat.of().formatHex(id) + "?offset=0";
    List<String> lines =
        List.of(
            "PUT " + target + " HTTP/1.1",
            "Host: test",
            "Authorization: Bearer anna",
            "Content-Length: " + length,
            "",
            "");
    socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private long waitForOffset(byte[] id) throws Exception {
    long endsAt = System.nanoTime() + 10_000_000_000L;
    long offset = offset(annas.head(id));
    while (offset == 0 && System.nanoTime() < endsAt) {
      Thread.sleep(20);
      offset = offset(annas.head(id));
    }
    return offset;
  }

  private static long offset(HttpResponse<byte[]> response) {
    return response.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  private static void assertSameAnswer(HttpResponse<byte[]> one, HttpResponse<byte[]> other) {
    assertThat(one.statusCode()).isEqualTo(404).isEqualTo(other.statusCode());
    assertThat(one.body()).hasSameSizeAs(other.body());
  }

  private FilesClient as(String token) {
    return new FilesClient(server.url(), token);
  }

  private SignedInDevice device(byte[] network, byte[] user) {
    return device(network, UserId.of(user));
  }

  private SignedInDevice device(byte[] network, UserId user) {
    return new SignedInDevice(
        NetworkId.of(network), user, DeviceId.of(bytes(16)), Bytes.of(bytes(32)), Long.MAX_VALUE);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
