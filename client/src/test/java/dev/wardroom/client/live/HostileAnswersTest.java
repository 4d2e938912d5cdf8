package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.messages.Items;
import dev.wardroom.client.outbox.Audiences;
import dev.wardroom.client.session.Engine;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.schema.v1.GetAudienceRequest;
import dev.wardroom.schema.v1.GetAudienceResponse;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationContents;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.message.MessageScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server can answer to somebody who sends.
class HostileAnswersTest {

  @TempDir Path folder;
  private RealServer server;
  private People people;
  private Session ann;
  private Session ben;
  private Engine engine;
  private ConversationId direct;

  @BeforeEach
  void twoPeople() throws ProtocolException {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    ann.catchUp(People.PATIENCE);
    engine = new HandFed(ann).engine();
    direct = ConversationId.parse(ann.conversations().direct("ben").conversation().text());
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private MessageView put(String text) {
    return ann.messages()
        .send(new ConversationRef(direct.toString()), Draft.text(text), Progress.none());
  }

  private MessageView say(String text) {
    return ann.messages().awaitAccepted(put(text).message(), People.PATIENCE);
  }

  /// As if the server had confirmed one more message than it knows of: the last one, once more.
  private void forgetsTheLast() {
    engine
        .local()
        .db()
        .write(tx -> {
          tx.update(
              """
              insert into own_place (conversation, sequence, digest, message_id, at, incarnation)
              select conversation, sequence + 1, digest, message_id, at, incarnation from own_place
              where conversation = ? order by sequence desc limit 1\
              """,
              (Object) direct.toArray());
          tx.update(
              "update conversation set own_sequence = own_sequence + 1 where id = ?",
              (Object) direct.toArray());
        });
  }

  private Conversation conversation() {
    return engine.log().find(direct).orElseThrow();
  }

  @Test
  void whatWasConfirmedIsNotSealedOverWithoutAnAnnouncedRestore() {
    say("one");
    say("two");
    forgetsTheLast();
    MessageView next = put("in its place");

    assertThatThrownBy(() -> ann.messages().awaitAccepted(next.message(), Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ClientException.Kind.UNREACHABLE);
              assertThat(e).hasMessageContaining("never took messages which it had confirmed");
            });
    assertThat(conversation().ownSequence()).isEqualTo(3);

    engine.outbox().announced(new byte[] {7});
    engine.outbox().connected();
    ann.messages().awaitAccepted(next.message(), People.PATIENCE);
    assertThat(conversation().ownSequence()).isEqualTo(3);
  }

  @Test
  void afterARestoreTheServerMustNameWhatThisDeviceDidSend() {
    say("one");
    say("two");
    forgetsTheLast();
    engine.outbox().announced(new byte[] {7});
    engine
        .local()
        .db()
        .write(tx -> tx.update("update own_place set digest = ? where sequence = 2", new byte[64]));
    MessageView next = put("after another message");

    assertThatThrownBy(() -> ann.messages().awaitAccepted(next.message(), Duration.ofSeconds(2)))
        .isInstanceOf(ClientException.class);
    assertThat(conversation().ownSequence()).isEqualTo(3);
  }

  private GetAudienceResponse audience() {
    return engine
        .api()
        .call(
            Rpcs.GET_AUDIENCE,
            GetAudienceRequest.newBuilder()
                .setConversationId(ByteString.copyFrom(direct.toArray()))
                .build());
  }

  /// The server's answer without the places of a user.
  private static GetAudienceResponse without(
      GetAudienceResponse audience, UserId user, boolean suspended) {
    GetAudienceResponse.Builder changed = audience.toBuilder();
    for (int i = 0; i < audience.getUsersCount(); i++) {
      if (audience.getUsers(i).getUserId().equals(ByteString.copyFrom(user.toArray()))) {
        changed.getUsersBuilder(i).clearDevices().setSuspended(suspended);
      }
    }
    return changed.build();
  }

  private Audiences audiences() {
    return new Audiences(engine.me(), engine.api(), engine.lists(), engine.log());
  }

  @Test
  void aMemberWhomTheServerCallsSuspendedIsNamedAsLeftOut() throws ProtocolException {
    Engine bens = new HandFed(ben).engine();
    UserId user = bens.me().user();
    DeviceId device = bens.me().device();
    for (boolean suspended : new boolean[] {true, false}) {
      Audiences.Scope scope =
          audiences()
              .scope(
                  conversation(),
                  without(audience(), user, suspended),
                  MessageScope.conversation());

      assertThat(scope.recipients()).doesNotContainKey(device);
      assertThat(scope.leftOut()).containsExactly(device);
      assertThat(scope.suspended().contains(user)).isEqualTo(suspended);
    }
  }

  @Test
  void aMessageThatLeavesASuspendedMemberOutSaysSoToItsAuthorAndInItsHeader()
      throws ProtocolException {
    DeviceId device = new HandFed(ben).engine().me().device();
    server.admin("user", "suspend", "--username", "ben");

    MessageView sent = say("are you there?");

    assertThat(sent.warnings())
        .extracting(WarningView::kind)
        .containsExactly(WarningView.Kind.SUSPENDED);
    byte[] parts =
        engine
            .local()
            .db()
            .tx(tx ->
                engine.messages().item(tx, engine.messages().newest(tx, direct).orElseThrow()))
            .orElseThrow();
    assertThat(Items.message(parts).header().leftOut()).containsExactly(device);
  }

  @Test
  void aRetentionDeviceIsNeverLeftOut() throws ProtocolException {
    Session archive = people.invited(ann, "archive");
    Engine keeper = new HandFed(archive).engine();
    VerifiedDeviceList list = engine.lists().require(keeper.me().user());
    ConversationState state = conversation().state();
    ConversationContents contents = state.contents();
    ConversationState kept =
        new ConversationState(
            state.id(),
            state.head(),
            state.network(),
            new ConversationContents(
                contents.kind(),
                contents.number(),
                contents.members(),
                contents.timers(),
                Optional.of(new RetentionMember(list.user(), list.rootKeyHash(), Hash32.ZERO)),
                false));
    Conversation withRetention =
        new Conversation(
            kept,
            1,
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            0,
            false,
            0,
            0,
            false,
            0,
            Conversation.Card.NONE);

    assertThatThrownBy(
            () -> audiences().scope(withRetention, audience(), MessageScope.conversation()))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("data retention");
  }
}
