package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Reference;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.message.MessageScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a member with a changed program can do to others. Ann is the one with the changed program.
class HostileSenderTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private ConversationId direct;

  @BeforeEach
  void twoPeople() throws ProtocolException {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    direct = ConversationId.parse(ann.conversations().direct("ben").conversation().text());
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private MessageView say(String text) {
    ConversationRef where = new ConversationRef(direct.toString());
    MessageView sent = ann.messages().send(where, Draft.text(text), Progress.none());
    return ann.messages().awaitAccepted(sent.message(), People.PATIENCE);
  }

  private List<MessageView> bensView() {
    return ben.messages().history(new ConversationRef(direct.toString()), Optional.empty(), 100);
  }

  /// Rows of log entries had an id made of the entry, so that its actor could take it first: the
  /// victim's inbox then ended at the second row.
  @Test
  void aMessageUnderTheIdOfALogEntrysRowNeitherStopsTheInboxNorHidesTheEntry()
      throws ProtocolException {
    HandFed mallory = new HandFed(ann);
    LogEntry genesis =
        VerifiedLogEntry.unverified(
            mallory
                .engine()
                .local()
                .db()
                .tx(tx -> mallory.engine().log().store().signedEntry(tx, direct, 1))
                .orElseThrow());
    MessageId taken =
        MessageId.of(
            genesis.time(),
            Arrays.copyOf(genesis.head().hash().toArray(), MessageId.RANDOM_LENGTH));
    mallory.send(direct, taken, HandFed.text("in its place"), MessageScope.conversation());
    say("after it");

    ben.catchUp(People.PATIENCE);

    assertThat(bensView())
        .extracting(MessageView::kind)
        .containsExactly(MessageKind.MEMBERSHIP, MessageKind.TEXT, MessageKind.TEXT);
    assertThat(bensView()).extracting(MessageView::text).contains("in its place", "after it");
  }

  /// Ids are remembered for 62 days; a row may live longer, and the server knows the last 64 only.
  @Test
  void aSecondMessageUnderAnIdThatIsStillKeptIsNotSavedAndStopsNothing() throws ProtocolException {
    HandFed mallory = new HandFed(ann);
    MessageId id = mallory.engine().outbox().newId();
    mallory.send(direct, id, HandFed.text("the first"), MessageScope.conversation());
    ben.catchUp(People.PATIENCE);
    new HandFed(ben).engine().local().db().write(tx -> tx.update("delete from seen"));
    for (int i = 0; i < 65; i++) {
      mallory.enqueue(direct, mallory.engine().outbox().newId(), HandFed.text("between " + i));
    }
    mallory.send(direct, id, HandFed.text("the second"), MessageScope.conversation());
    ConversationId later =
        ConversationId.parse(
            ann.conversations().createGroup("Later", List.of("ben")).conversation().text());
    mallory.send(
        later,
        mallory.engine().outbox().newId(),
        HandFed.text("after it"),
        MessageScope.conversation());

    ben.catchUp(People.PATIENCE);

    People.awaitText(ben, "after it");
    assertThat(bensView())
        .extracting(MessageView::text)
        .contains("the first", "between 64")
        .doesNotContain("the second");
  }

  /// Cara uses the id of Ann's message for one of her own, and the server brings hers first.
  @Test
  void anotherSendersMessageUnderTheSameIdGetsNothingThatIsMeantForTheFirst()
      throws ProtocolException {
    Session cara = people.invited(ann, "cara");
    ConversationId group =
        ConversationId.parse(
            ann.conversations().createGroup("Plans", List.of("ben", "cara")).conversation().text());
    MessageView anns =
        ann.messages()
            .send(new ConversationRef(group.toString()), Draft.text("the plan"), Progress.none());
    ann.messages().awaitAccepted(anns.message(), People.PATIENCE);
    MessageId id = MessageId.parse(anns.message().text());
    ConversationId carasDirect =
        ConversationId.parse(cara.conversations().direct("ben").conversation().text());
    new HandFed(cara).send(carasDirect, id, HandFed.text("mine"), MessageScope.conversation());
    HandFed fed = new HandFed(ben);
    fed.takeAllOf(carasDirect);
    fed.takeAllOf(group);

    ann.messages().recall(anns.message());
    People.await(() -> fed.hasWaiting(group));
    fed.takeAllOf(group);

    assertThat(fed.shown(group)).extracting(MessageView::recalled).containsExactly(true);
    assertThat(fed.shown(carasDirect)).extracting(MessageView::text).containsExactly("mine");
  }

  @Test
  void aReplyShowsNothingOfAnotherConversation() throws ProtocolException {
    MessageView secret = say("only for ben");
    Session cara = people.invited(ann, "cara");
    ConversationId carasDirect =
        ConversationId.parse(cara.conversations().direct("ben").conversation().text());
    HandFed curious = new HandFed(cara);
    Content reply =
        HandFed.text("what was that?").toBuilder()
            .setReplyTo(
                Reference.newBuilder()
                    .setMessageId(
                        ByteString.copyFrom(MessageId.parse(secret.message().text()).toArray()))
                    .setDigest(ByteString.copyFrom(new byte[64])))
            .build();
    curious.send(
        carasDirect, curious.engine().outbox().newId(), reply, MessageScope.conversation());

    ben.catchUp(People.PATIENCE);

    MessageView got =
        ben.messages()
            .history(new ConversationRef(carasDirect.toString()), Optional.empty(), 10)
            .getLast();
    assertThat(got.replyTo()).isPresent();
    assertThat(got.replyTo().get().text()).isEmpty();
  }
}
