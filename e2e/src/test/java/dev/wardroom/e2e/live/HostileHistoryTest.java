package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.e2e.hostile.Tampering;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.VerifiedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that shows Ben another history of a conversation or of the network than others see.
final class HostileHistoryTest {
  private static final Duration NEARLY_OVER = Duration.ofDays(89);

  @TempDir Path folder;
  private Scene scene;
  private ConversationRef room;
  private int pins;

  @BeforeEach
  void aRoom() {
    scene = new Scene(folder);
    room = scene.ann.conversations().createRoom("Bridge", List.of("ben")).conversation();
    LivePeople.seen(scene.ben, LivePeople.say(scene.ann, room, "welcome").message());
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /// An entry that Ann's device signed, for the state that her home holds now.
  private byte[] signedByAnn(LogAction action) throws Exception {
    try (CopiedHome anns = CopiedHome.of(scene.people.home("ann"), folder.resolve("anns"))) {
      ConversationState state =
          anns.local()
              .db()
              .tx(tx -> new ConversationStore(anns.local()).find(tx, id()).orElseThrow())
              .state();
      LogEntry entry =
          state.propose(
              Actor.of(listOf(anns), anns.identity().me().device()),
              scene.clock.millis(),
              action,
              _ -> Optional.empty());
      return anns.identity().key().sign(entry).encode();
    }
  }

  private static VerifiedDeviceList listOf(CopiedHome home) throws Exception {
    return home.ownList(false);
  }

  private ConversationId id() {
    return ConversationId.of(java.util.HexFormat.of().parseHex(room.text()));
  }

  /// Gives Ben an entry as if it were the newest item of the room.
  private Tampering.Rule alsoDelivering(byte[] entry) {
    ByteString conversation = ByteString.copyFrom(id().toArray());
    return scene
        .bens()
        .items(item ->
            item.getConversationId().equals(conversation) && item.hasMessage()
                ? List.of(
                    item,
                    Item.newBuilder()
                        .setConversationId(conversation)
                        .setNumber(item.getNumber() + 1)
                        .setAcceptedAt(item.getAcceptedAt())
                        .setEntrySigned(ByteString.copyFrom(entry))
                        .build())
                : List.of(item));
  }

  @Test
  void twoHistoriesOfARoomAreShownAndNothingIsSentThereAnyMore() throws Exception {
    byte[] other = signedByAnn(new LogAction.SetTimers(new Timers(77, 0)));
    scene.ann.conversations().setTimers(room, 60, 0);
    LivePeople.await(() -> scene.ben.conversations().get(room).defaultTtlSeconds() == 60);
    try (Tampering.Rule _ = alsoDelivering(other)) {
      LivePeople.say(scene.ann, room, "and one more");
      scene.awaitWarning(WarningView.Kind.FORK);
    }
    assertThat(scene.ben.conversations().get(room).defaultTtlSeconds()).isEqualTo(60);
    assertThatThrownBy(() -> LivePeople.say(scene.ben, room, "into a fork"))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_AUTHENTIC));
    scene.assertBothGoOn();
  }

  @Test
  void anEntryThatNobodySignedIsRefused() throws Exception {
    byte[] entry = signedByAnn(new LogAction.SetTimers(new Timers(77, 0)));
    entry[entry.length - 10] ^= 1;
    assertEntryIsRefused(entry, "SIGNATURE_INVALID");
  }

  private void assertEntryIsRefused(byte[] entry, String error) throws Exception {
    try (Tampering.Rule _ = alsoDelivering(entry)) {
      LivePeople.say(scene.ann, room, "and one more");
      scene.awaitWarning(WarningView.Kind.REFUSED);
    }
    assertThat(scene.ben.conversations().get(room).defaultTtlSeconds()).isZero();
    assertThat(scene.ben.conversations().get(room).members()).hasSize(2);
    assertThat(scene.ben.conversations().get(room).forked()).isFalse();
    assertThat(scene.ben.accounts().status().quarantined()).isEqualTo(1);
    scene.assertBothGoOn();
    scene.ben.close();
    try (CopiedHome bens = CopiedHome.of(scene.people.home("ben"), folder.resolve("bens-after"))) {
      List<String> errors =
          bens.local()
              .db()
              .tx(tx -> tx.list("select error from quarantine", row -> row.text("error")));
      assertThat(errors).containsExactly(error);
    }
  }

  @Test
  void aMemberWhomNobodyMayAddIsRefused() throws Exception {
    Session cleo = scene.people.invited(scene.ann, "cleo");
    cleo.close();
    byte[] entry;
    try (CopiedHome bens = CopiedHome.of(scene.people.home("ben"), folder.resolve("bens"));
        CopiedHome cleos = CopiedHome.of(scene.people.home("cleo"), folder.resolve("cleos"))) {
      Newcomer newcomer = new Newcomer(cleos.identity().me().user(), listOf(cleos).rootKeyHash());
      LogEntry byAnn =
          LogEntry.decode(
              SignedBytes.decode(
                      signedByAnn(new LogAction.Add(List.of(newcomer))),
                      WireLimits.LOG_ENTRY_BYTES_MAX)
                  .body()
                  .toArray());
      // Ben is no moderator: what his device signs is not allowed, whoever delivers it.
      LogEntry byBen =
          new LogEntry(
              byAnn.network(),
              byAnn.conversation(),
              byAnn.number(),
              byAnn.previous(),
              bens.identity().me().user(),
              bens.identity().me().device(),
              listOf(bens).hash(),
              byAnn.time(),
              byAnn.action(),
              byAnn.stateHash());
      entry = bens.identity().key().sign(byBen).encode();
    }
    assertEntryIsRefused(entry, "NOT_ALLOWED");
  }

  /// The statement that Ben's home holds.
  private VerifiedStatement pinned() {
    try (CopiedHome bens =
        CopiedHome.of(scene.people.home("ben"), folder.resolve("pin-" + pins++))) {
      return VerifiedStatement.fromOwnStore(
          bens.local()
              .db()
              .tx(tx ->
                  tx.first(
                          "select signed from statement order by version desc",
                          row -> row.bytes("signed"))
                      .orElseThrow()));
    } catch (IOException | ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private Tampering.Rule statementForBen(byte[] signed) {
    Tampering.Rule answer =
        scene
            .bens()
            .answer(
                Rpcs.GET_STATEMENTS,
                _ ->
                    GetStatementsResponse.newBuilder()
                        .addStatementsSigned(ByteString.copyFrom(signed))
                        .build());
    Tampering.Rule notice = scene.bens().toClient(Notices.before(Notices.statement()));
    return () -> {
      answer.close();
      notice.close();
    };
  }

  private void assertStatementIsRefused(byte[] signed, String error) throws Exception {
    long version = pinned().statement().version();
    try (Tampering.Rule _ = statementForBen(signed)) {
      LivePeople.say(scene.ann, scene.direct, "a frame");
      LivePeople.await(() ->
          scene.warnings().stream()
              .anyMatch(warning ->
                  warning.kind() == WarningView.Kind.REFUSED && warning.text().contains(error)));
      scene.assertBothGoOn();
    }
    assertThat(pinned().statement().version()).isEqualTo(version);
    assertThat(scene.ben.conversations().list()).noneMatch(conversation -> conversation.retained());
    assertThat(scene.warnings())
        .extracting(WarningView::kind)
        .doesNotContain(WarningView.Kind.RETENTION);
  }

  /// Orders retention by a user whom only this statement names.
  private static NetworkStatement withRetention(VerifiedStatement before, long now) {
    NetworkStatement statement = before.statement();
    RetentionRule hidden =
        new RetentionRule(
            UserId.of(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}),
            before.hash(),
            RetentionRule.Scope.ALL,
            RetentionRule.BacklogPolicy.SEND_UNARCHIVED);
    return new NetworkStatement(
        statement.network(),
        statement.version() + 1,
        before.hash(),
        now,
        now + Duration.ofDays(30).toMillis(),
        statement.ownerKeys(),
        Optional.of(hidden),
        statement.suiteFloor(),
        statement.federated());
  }

  @Test
  void retentionThatNoOwnerOrderedDoesNotBegin() throws Exception {
    try (NetworkKey evil = NetworkKey.generate(RandomSource.system())) {
      byte[] signed = evil.sign(withRetention(pinned(), scene.clock.millis())).encode();
      assertStatementIsRefused(signed, "SIGNATURE_INVALID");
    }
  }

  @Test
  void anOlderStatementIsNotTaken() throws Exception {
    byte[] first = pinned().signed().encode();
    scene.ann.close();
    scene.ben.close();
    scene.clock.move(NEARLY_OVER);
    Session ann = scene.people.reopen("ann");
    ann.stayConnected();
    ann.catchUp(LivePeople.PATIENCE);
    Session ben = scene.people.reopen("ben");
    ben.stayConnected();
    ben.catchUp(LivePeople.PATIENCE);
    // The first ones may leave Ben out: his prekeys were over, and the new ones are on their way.
    LivePeople.await(() -> {
      MessageView sign = LivePeople.say(ann, scene.direct, "a sign");
      return ben.messages().history(scene.direct, Optional.empty(), 50).stream()
          .anyMatch(message -> message.message().equals(sign.message()));
    });
    LivePeople.await(() -> pinned().statement().version() == 2);
    try (Tampering.Rule _ = statementForBen(first);
        dev.wardroom.client.Events.Stream events = ben.events().open()) {
      LivePeople.say(ann, scene.direct, "a frame");
      LivePeople.await(() ->
          events.next(Duration.ofMillis(100)).stream()
              .anyMatch(event -> event.toString().contains("STATEMENT_ROLLBACK")));
    }
    assertThat(pinned().statement().version()).isEqualTo(2);
  }
}
