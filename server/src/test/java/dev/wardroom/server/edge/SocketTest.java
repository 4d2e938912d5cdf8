package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.PresenceState;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.schema.v1.SetPresence;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.server.TestServer;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.kernel.Refusal;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SocketTest {
  private static final SmallWorld WORLD = new SmallWorld();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger DEVICES = new AtomicInteger(100);
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(WORLD, Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private final int number = DEVICES.incrementAndGet();
  private final SignedInDevice device = SmallWorld.device(number);

  private TestSocket welcomed() throws Exception {
    TestSocket socket = TestSocket.signedIn(HTTP, server.url(), number);
    assertThat(socket.next().getWelcome().getVersion()).isEqualTo(1);
    return socket;
  }

  /// A socket that was told that its mailbox is empty.
  private TestSocket caughtUp() throws Exception {
    TestSocket socket = welcomed();
    assertThat(socket.next().getItems().getCaughtUp()).isTrue();
    return socket;
  }

  private LiveDevice live() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      if (WORLD.live().find(device.device()).isPresent()) {
        return WORLD.live().find(device.device()).orElseThrow();
      }
      Thread.sleep(5);
    }
    throw new AssertionError("the device did not connect");
  }

  private void awaitGone() throws InterruptedException {
    for (int i = 0; i < 1000 && WORLD.live().find(device.device()).isPresent(); i++) {
      Thread.sleep(5);
    }
    assertThat(WORLD.live().find(device.device())).isEmpty();
  }

  private static void assertBye(TestSocket socket, Reason reason) throws Exception {
    ServerFrame frame = socket.next();
    assertThat(frame.getBye().getReason()).as(frame.toString()).isEqualTo(reason);
    assertThat(socket.closeCode()).isEqualTo(1001);
  }

  @Test
  void aHelloIsWelcomedWithIncarnationTimeAndPing() throws Exception {
    try (TestSocket socket = TestSocket.signedIn(HTTP, server.url(), number)) {
      ServerFrame first = socket.next();
      assertThat(first.getWelcome().getIncarnation().size()).isEqualTo(16);
      assertThat(first.getWelcome().getServerTime()).isPositive();
      assertThat(first.getWelcome().getPingMillis()).isEqualTo(30_000);
      assertThat(socket.next().getItems().getCaughtUp()).isTrue();
    }
  }

  @Test
  void aWrongTokenAnEnrolmentTokenAndAnotherVersionGetABye() throws Exception {
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      socket.hello("nonsense", 1, 1);
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
    }
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      socket.hello("enrolment", 1, 1);
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
    }
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      socket.hello("device-1", 2, 3);
      assertBye(socket, Reason.REASON_VERSION);
    }
  }

  @Test
  void aDeviceThatIsRemovedWhileItSaysHelloGetsABye() throws Exception {
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      socket.hello("once-" + number, 1, 1);
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
      awaitGone();
    }
  }

  @Test
  void aSocketEndsWithItsToken() throws Exception {
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      socket.hello("brief-" + number, 1, 1);
      assertThat(socket.next().hasWelcome()).isTrue();
      assertThat(socket.next().getItems().getCaughtUp()).isTrue();
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
      awaitGone();
    }
  }

  @Test
  void anythingBeforeTheHelloGetsABye() throws Exception {
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      socket.acknowledge(1);
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
    }
  }

  @Test
  @Tag("slow")
  void silenceAtFirstGetsABye() throws Exception {
    try (TestSocket socket = TestSocket.open(HTTP, server.url())) {
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
    }
  }

  @Test
  void bytesThatAreNoFrameTextAndASecondHelloGetABye() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.sendBytes(new byte[] {(byte) 0xff, 0, 1});
      assertBye(socket, Reason.REASON_MALFORMED);
    }
    try (TestSocket socket = caughtUp()) {
      socket.sendText("hello");
      assertBye(socket, Reason.REASON_MALFORMED);
    }
    try (TestSocket socket = caughtUp()) {
      socket.hello("device-" + number, 1, 1);
      assertBye(socket, Reason.REASON_MALFORMED);
    }
  }

  @Test
  void aFrameWithAFieldOutsideItsBoundsGetsABye() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.send(
          ClientFrame.newBuilder()
              .setAcknowledge(
                  Acknowledgement.newBuilder().setConversationId(ByteString.copyFrom(new byte[31])))
              .build());
      assertBye(socket, Reason.REASON_MALFORMED);
    }
  }

  @Test
  void aFrameOfAnUnknownKindIsPassedOver() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.sendBytes(new byte[] {(byte) 0x9a, 0x06, 0});
      socket.call(1, "NetworkService/GetStatements", GetStatementsRequest.getDefaultInstance());
      assertThat(socket.next().getReply().getId()).isEqualTo(1);
    }
  }

  /// Fifty times, because a reset that overtakes the close frame comes now and then only.
  @RepeatedTest(50)
  void anOversizedMessageClosesTheSocketWithItsReason() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.offerBytes(new byte[EdgeLimits.FRAME_BYTES_MAX + 1]);
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageThatIsTooLargeInPartsClosesTheSocketWithItsReason() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.offerPart(new byte[EdgeLimits.FRAME_BYTES_MAX / 2], false);
      socket.offerPart(new byte[EdgeLimits.FRAME_BYTES_MAX / 2 + 1], true);
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageOfTheLargestSizeIsTaken() throws Exception {
    byte[] unknown = new byte[EdgeLimits.FRAME_BYTES_MAX];
    ByteBuffer field = ByteBuffer.wrap(unknown);
    field.put((byte) 0x9a).put((byte) 0x06);
    int length = unknown.length - 5;
    field.put((byte) ((length & 0x7f) | 0x80)).put((byte) (((length >>> 7) & 0x7f) | 0x80));
    field.put((byte) (length >>> 14));
    try (TestSocket socket = caughtUp()) {
      socket.sendBytes(unknown);
      socket.call(1, "NetworkService/GetStatements", GetStatementsRequest.getDefaultInstance());
      assertThat(socket.next().getReply().getId()).isEqualTo(1);
    }
  }

  @Test
  void aCallIsAnsweredByTheSameHandlerAsOverHttp() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.call(
          9,
          "NetworkService/GetStatements",
          GetStatementsRequest.newBuilder().setFromVersion(2).build());
      Reply reply = socket.next().getReply();
      assertThat(reply.getId()).isEqualTo(9);
      GetStatementsResponse answer = GetStatementsResponse.parseFrom(reply.getResponse());
      assertThat(answer.getStatementsSigned(0).byteAt(15)).isEqualTo((byte) number);
    }
  }

  @Test
  void refusedCallsAreRepliesAndTheSocketGoesOn() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.call(1, "NetworkService/Nothing", GetStatementsRequest.getDefaultInstance());
      assertThat(socket.next().getReply().getRefusal().getReason())
          .isEqualTo(Reason.REASON_UNKNOWN_METHOD);
      socket.call(
          2,
          "NetworkService/GetInvitation",
          GetInvitationRequest.newBuilder().setSecret(ByteString.copyFrom(new byte[3])).build());
      assertThat(socket.next().getReply().getRefusal().getReason())
          .isEqualTo(Reason.REASON_MALFORMED);
      socket.call(3, "NetworkService/GetStatements", GetStatementsRequest.getDefaultInstance());
      assertThat(socket.next().getReply().hasResponse()).isTrue();
    }
  }

  @Test
  void theSeventeenthCallInFlightIsToldToWait() throws Exception {
    byte[] slow = new byte[16];
    slow[0] = 5;
    GetInvitationRequest request =
        GetInvitationRequest.newBuilder().setSecret(ByteString.copyFrom(slow)).build();
    try (TestSocket socket = caughtUp()) {
      for (int id = 1; id <= 17; id++) {
        socket.call(id, "NetworkService/GetInvitation", request);
      }
      Reply refused = socket.next().getReply();
      assertThat(refused.getId()).isEqualTo(17);
      assertThat(refused.getRefusal().getReason()).isEqualTo(Reason.REASON_TOO_MANY);
      WORLD.slowCalls.release(16);
      Set<Integer> answered = new HashSet<>();
      for (int i = 0; i < 16; i++) {
        answered.add(socket.next().getReply().getId());
      }
      assertThat(answered).hasSize(16);
    }
  }

  @Test
  void theNewestSocketOfADeviceWins() throws Exception {
    try (TestSocket older = caughtUp();
        TestSocket newer = caughtUp()) {
      assertBye(older, Reason.REASON_CONFLICT);
      WORLD.mailbox.append(device, 10);
      live().wake();
      assertThat(newer.next().getItems().getItemsCount()).isEqualTo(1);
    }
  }

  @Test
  void aRemovedDeviceIsToldAndClosed() throws Exception {
    try (TestSocket socket = caughtUp()) {
      WORLD.live().end(device.device(), new Refusal(Reason.REASON_NOT_SIGNED_IN, "Removed."));
      assertBye(socket, Reason.REASON_NOT_SIGNED_IN);
    }
  }

  @Test
  void aMailboxThatCannotBeReadForAWhileIsReadLaterOnTheSameSocket() throws Exception {
    try (TestSocket socket = caughtUp()) {
      WORLD.mailbox.failures.set(2);
      WORLD.mailbox.append(device, 10);
      live().wake();
      assertThat(socket.next().getItems().getItemsCount()).isEqualTo(1);
    }
  }

  @Test
  void whatWaitsComesInOrderAndNoMoreThanTheWindow() throws Exception {
    for (int i = 0; i < 600; i++) {
      WORLD.mailbox.append(device, 100);
    }
    try (TestSocket socket = welcomed()) {
      List<Long> numbers = new ArrayList<>();
      read(socket, numbers, EdgeLimits.WINDOW_ITEMS_MAX);
      assertThat(socket.nextWithin(300)).isNull();
      socket.acknowledge(100);
      read(socket, numbers, EdgeLimits.WINDOW_ITEMS_MAX + 100);
      assertThat(socket.nextWithin(300)).isNull();
      socket.acknowledge(356);
      boolean caughtUp = read(socket, numbers, 600);
      assertThat(caughtUp).isTrue();
      assertThat(numbers).isSorted().hasSize(600).doesNotHaveDuplicates();
    }
  }

  @Test
  void noMoreBytesThanTheWindowAreUnacknowledged() throws Exception {
    for (int i = 0; i < 60; i++) {
      WORLD.mailbox.append(device, 60_000);
    }
    try (TestSocket socket = welcomed()) {
      long bytes = 0;
      ServerFrame frame = socket.next();
      while (frame != null) {
        bytes += frame.getSerializedSize();
        frame = socket.nextWithin(500);
      }
      assertThat(bytes).isBetween(900_000L, (long) EdgeLimits.WINDOW_BYTES_MAX + 70_000);
    }
  }

  private static boolean read(TestSocket socket, List<Long> into, int until)
      throws InterruptedException {
    boolean caughtUp = false;
    while (into.size() < until) {
      Items items = socket.next().getItems();
      items.getItemsList().forEach(item -> into.add(item.getNumber()));
      caughtUp = items.getCaughtUp();
    }
    assertThat(into).hasSize(until);
    return caughtUp;
  }

  @Test
  void aCommittedItemComesFromMemoryWhenTheDeviceIsCaughtUp() throws Exception {
    try (TestSocket socket = caughtUp()) {
      LiveDevice live = live();
      Thread.sleep(50);
      int readsBefore = WORLD.mailbox.reads.get();
      for (int i = 1; i <= 50; i++) {
        Item item = WORLD.mailbox.append(device, 10);
        live.offer(item);
        assertThat(socket.next().getItems().getItems(0).getNumber()).isEqualTo(i);
        socket.acknowledge(i);
      }
      assertThat(WORLD.mailbox.reads.get()).isEqualTo(readsBefore);
    }
  }

  @Test
  void offersFromManyThreadsWithGapsAreAllDeliveredInOrderOnce() throws Exception {
    try (TestSocket socket = caughtUp()) {
      LiveDevice live = live();
      int count = 3000;
      Thread committing =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i <= count; i++) {
                  Item item = WORLD.mailbox.append(device, 200);
                  if (i % 7 == 0) {
                    Thread.startVirtualThread(live::wake);
                  } else if (i % 11 != 0) {
                    live.offer(item);
                  }
                }
                live.wake();
              });
      long last = 0;
      while (last < count) {
        for (Item item : socket.next().getItems().getItemsList()) {
          assertThat(item.getNumber()).isEqualTo(last + 1);
          last = item.getNumber();
        }
        socket.acknowledge(last);
      }
      committing.join();
    }
  }

  @Test
  void whatWasNotAcknowledgedComesAgainAfterReconnecting() throws Exception {
    for (int i = 0; i < 5; i++) {
      WORLD.mailbox.append(device, 10);
    }
    try (TestSocket socket = welcomed()) {
      assertThat(socket.next().getItems().getItemsCount()).isEqualTo(5);
      socket.acknowledge(3);
      while (WORLD.mailbox.acknowledged.getOrDefault(device, 0L) < 3) {
        Thread.sleep(5);
      }
    }
    try (TestSocket socket = welcomed()) {
      Items items = socket.next().getItems();
      assertThat(items.getItemsCount()).isEqualTo(2);
      assertThat(items.getItems(0).getNumber()).isEqualTo(4);
    }
  }

  @Test
  void typingAndPresenceAndNoticesPass() throws Exception {
    try (TestSocket socket = caughtUp()) {
      socket.send(
          ClientFrame.newBuilder()
              .setTyping(Typing.newBuilder().setConversationId(FakeMailbox.CONVERSATION))
              .build());
      assertThat(socket.next().getTyping().getUserId().byteAt(15)).isEqualTo((byte) number);
      socket.send(
          ClientFrame.newBuilder()
              .setPresence(SetPresence.newBuilder().setState(PresenceState.PRESENCE_STATE_AWAY))
              .build());
      assertThat(socket.next().getPresence().getState())
          .isEqualTo(PresenceState.PRESENCE_STATE_AWAY);
      live().notice(Notice.newBuilder().setWhat(Notice.What.WHAT_ACCOUNT).build());
      assertThat(socket.next().getNotice().getWhat()).isEqualTo(Notice.What.WHAT_ACCOUNT);
    }
  }

  @Test
  @Tag("slow")
  void aSlowReaderIsClosedAndNothingIsLost() throws Exception {
    try (Socket slow = SlowReader.connect(server.url(), "device-" + number)) {
      LiveDevice live = live();
      Notice large =
          Notice.newBuilder()
              .setWhat(Notice.What.WHAT_ACCOUNT)
              .setUserId(ByteString.copyFrom(new byte[60_000]))
              .build();
      // The network takes a few megabytes before the server's own queue begins to fill.
      for (int i = 0; i < 110; i++) {
        live.notice(large);
      }
      WORLD.mailbox.append(device, 10);
      live.wake();
      Thread.sleep(EdgeLimits.QUEUE_FULL_WAIT.toMillis() - 2000);
      assertThat(WORLD.live().find(device.device())).isPresent();
      Thread.sleep(5000);
      assertThat(WORLD.live().find(device.device())).isEmpty();
      assertThat(slow.isConnected()).isTrue();
    }
    try (TestSocket socket = welcomed()) {
      assertThat(socket.next().getItems().getItemsCount()).isEqualTo(1);
    }
  }
}
