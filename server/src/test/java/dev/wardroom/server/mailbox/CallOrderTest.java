package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Reply;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.SendResponse;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.server.TestServer;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.TestSocket;
import dev.wardroom.server.kernel.db.TestPostgres;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A device that writes without waiting for answers: what it sent first is accepted first.
final class CallOrderTest {
  private static final int ROUNDS = 12;

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void sixteenSendsInFlightAreAcceptedInTheirOrder(String engine) throws Exception {
    MailServer mail = new MailServer();
    Map<String, String> store =
        engine.equals("sqlite") ? Map.of() : Map.of("database.url", TestPostgres.freshDatabase());
    try (TestServer server = TestServer.start(mail, store);
        HttpClient http = HttpClient.newHttpClient()) {
      TestWorld world = mail.world();
      world.people.setPlenty(false);
      Person alice = world.people.person(1);
      Person bob = world.people.person(1);
      ConversationId id = world.create(ConversationKind.DIRECT, alice, bob);
      try (TestSocket socket = TestSocket.open(http, server.url())) {
        socket.hello(mail.token(alice.device(0)), 1, 1);
        assertThat(socket.next().hasWelcome()).isTrue();
        List<Long> accepted = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          accepted.addAll(sendSixteen(world, socket, alice.device(0), id, round));
        }
        assertThat(accepted)
            .containsExactlyElementsOf(
                LongStream.rangeClosed(2, 1 + ROUNDS * EdgeLimits.CALLS_IN_FLIGHT_MAX)
                    .boxed()
                    .toList());
      }
    }
  }

  /// Positions in the order of the sends; all sixteen are on their way before an answer is read.
  private static List<Long> sendSixteen(
      TestWorld world, TestSocket socket, Device sender, ConversationId id, int round)
      throws Exception {
    LeaseId lease = world.lease(sender, id);
    List<SendRequest> sends = new ArrayList<>();
    for (int i = 1; i <= EdgeLimits.CALLS_IN_FLIGHT_MAX; i++) {
      long sequence = round * (long) EdgeLimits.CALLS_IN_FLIGHT_MAX + i;
      sends.add(
          world.mail.draft(sender, id).sequence(sequence).lease(lease).payloadBytes(272).build());
    }
    for (int i = 0; i < sends.size(); i++) {
      socket.call(i + 1, "MailboxService/Send", sends.get(i));
    }
    Long[] numbers = new Long[sends.size()];
    for (int answers = 0; answers < numbers.length; ) {
      ServerFrame frame = socket.next();
      if (frame.hasReply()) {
        Reply reply = frame.getReply();
        SendResponse response = SendResponse.parseFrom(reply.getResponse());
        assertThat(response.hasAccepted()).as(reply + " " + response).isTrue();
        numbers[reply.getId() - 1] = response.getAccepted().getNumber();
        answers++;
      }
      acknowledgeAll(socket, frame);
    }
    return List.of(numbers);
  }

  private static void acknowledgeAll(TestSocket socket, ServerFrame frame) {
    frame
        .getItems()
        .getItemsList()
        .forEach(item ->
            socket.send(
                dev.wardroom.schema.v1.ClientFrame.newBuilder()
                    .setAcknowledge(
                        Acknowledgement.newBuilder()
                            .setConversationId(
                                ByteString.copyFrom(item.getConversationId().toByteArray()))
                            .setNumber(item.getNumber()))
                    .build()));
  }
}
