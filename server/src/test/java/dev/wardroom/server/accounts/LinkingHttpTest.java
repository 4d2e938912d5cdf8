package dev.wardroom.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.GetNoteRequest;
import dev.wardroom.schema.v1.GetNoteResponse;
import dev.wardroom.schema.v1.PostNoteRequest;
import dev.wardroom.schema.v1.PostNoteResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Refusal;
import dev.wardroom.server.TestServer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LinkingHttpTest {
  private static TestServer server;
  private static HttpCalls calls;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    calls = new HttpCalls(server.url());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ByteString channel() {
    byte[] channel = new byte[16];
    ThreadLocalRandom.current().nextBytes(channel);
    return ByteString.copyFrom(channel);
  }

  private static PostNoteRequest note(ByteString channel, int side, int number, String sealed) {
    return PostNoteRequest.newBuilder()
        .setChannel(channel)
        .setSide(side)
        .setNumber(number)
        .setSealed(ByteString.copyFromUtf8(sealed))
        .build();
  }

  private static void post(PostNoteRequest request) {
    calls.call("LinkService/PostNote", "", request, PostNoteResponse.parser());
  }

  private static String get(ByteString channel, int side, int number, int waitMillis) {
    return calls
        .call(
            "LinkService/GetNote",
            "",
            GetNoteRequest.newBuilder()
                .setChannel(channel)
                .setSide(side)
                .setNumber(number)
                .setWaitMillis(waitMillis)
                .build(),
            GetNoteResponse.parser())
        .getSealed()
        .toStringUtf8();
  }

  @Test
  void notesAreKeptBySideAndNumber() {
    ByteString channel = channel();
    post(note(channel, 0, 0, "hello"));
    post(note(channel, 1, 0, "answer"));
    assertThat(get(channel, 0, 0, 0)).isEqualTo("hello");
    assertThat(get(channel, 1, 0, 0)).isEqualTo("answer");
    assertThat(get(channel, 1, 1, 0)).isEmpty();
    assertThat(get(channel(), 0, 0, 0)).isEmpty();
  }

  @Test
  void theFirstNoteOfAPlaceStays() {
    ByteString channel = channel();
    post(note(channel, 0, 0, "first"));
    post(note(channel, 0, 0, "first"));
    calls.assertRefused(
        "LinkService/PostNote", "", note(channel, 0, 0, "second"), Reason.REASON_CONFLICT);
    assertThat(get(channel, 0, 0, 0)).isEqualTo("first");
  }

  @Test
  void aReaderThatWaitsHearsOfTheNoteWhenItComes() throws Exception {
    ByteString channel = channel();
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(() -> get(channel, 1, 3, 15_000));
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < 300_000_000) {
      Thread.onSpinWait();
    }
    post(note(channel, 1, 3, "late"));
    assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo("late");
  }

  @Test
  void aNoteOutsideItsBoundsIsRefused() {
    calls.assertRefused(
        "LinkService/PostNote", "", note(channel(), 2, 0, "x"), Reason.REASON_MALFORMED);
    calls.assertRefused(
        "LinkService/PostNote", "", note(channel(), 0, 16, "x"), Reason.REASON_MALFORMED);
    calls.assertRefused(
        "LinkService/PostNote", "", note(channel(), 0, 0, ""), Reason.REASON_MALFORMED);
  }

  @Test
  void aFullDropIsRefusedWithATimeToComeBack() {
    try (TestServer small = TestServer.start(Map.of("limits.link-notes", "32"))) {
      HttpCalls there = new HttpCalls(small.url());
      for (int i = 0; i < 32; i++) {
        there.call(
            "LinkService/PostNote", "", note(channel(), 0, 0, "filler"), PostNoteResponse.parser());
      }
      Refusal full = there.refusal("LinkService/PostNote", "", note(channel(), 0, 0, "one more"));
      assertThat(full.getReason()).isEqualTo(Reason.REASON_LIMIT_REACHED);
      assertThat(full.getRetryAfterMillis()).isEqualTo(60_000);
    }
  }
}
