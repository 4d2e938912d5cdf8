package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.e2e.hostile.Tampering;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that changes, repeats, moves, holds back or makes up what it delivers to Ben.
final class HostileMailboxTest {
  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void annAndBen() {
    scene = new Scene(folder);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /// Every message of this test, changed.
  private Tampering.Rule messages(UnaryOperator<MessageItem> change) {
    return scene
        .bens()
        .items(item ->
            List.of(
                item.hasMessage()
                    ? item.toBuilder().setMessage(change.apply(item.getMessage())).build()
                    : item));
  }

  private static ByteString flipped(ByteString bytes, int at) {
    byte[] changed = bytes.toByteArray();
    changed[at] ^= 1;
    return ByteString.copyFrom(changed);
  }

  /// Refused, kept, told; and the mailbox goes on.
  private void assertRefused(String text, String error) {
    scene.awaitWarning(WarningView.Kind.REFUSED);
    assertThat(Scene.texts(scene.ben, scene.direct)).doesNotContain(text);
    assertThat(scene.ben.accounts().status().quarantined()).isEqualTo(1);
    scene.assertBothGoOn();
    scene.ben.close();
    try (CopiedHome home = copyOfBens()) {
      List<String> errors =
          home.local()
              .db()
              .tx(tx -> tx.list("select error from quarantine", row -> row.text("error")));
      assertThat(errors).containsExactly(error);
    }
  }

  private CopiedHome copyOfBens() {
    try {
      return CopiedHome.of(scene.people.home("ben"), folder.resolve("copy"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void assertRefusedWhen(UnaryOperator<MessageItem> change, String error) {
    try (Tampering.Rule _ = messages(change)) {
      LivePeople.say(scene.ann, scene.direct, "harmed");
      scene.awaitWarning(WarningView.Kind.REFUSED);
    }
    assertRefused("harmed", error);
  }

  @Test
  void aForgedSignatureIsRefused() {
    assertRefusedWhen(
        message -> message.toBuilder().setSignature(flipped(message.getSignature(), 65)).build(),
        "SIGNATURE_INVALID");
  }

  @Test
  void aChangedPayloadIsRefused() {
    assertRefusedWhen(
        message -> message.toBuilder().setPayload(flipped(message.getPayload(), 100)).build(),
        "SIGNATURE_INVALID");
  }

  @Test
  void aChangedTimeInTheHeaderIsRefused() {
    assertRefusedWhen(
        message -> {
          // sent-at stands before time to live, scope, urgency and commitment.
          int at = message.getHeader().size() - 32 - 1 - 1 - 4 - 1;
          return message.toBuilder().setHeader(flipped(message.getHeader(), at)).build();
        },
        "SIGNATURE_INVALID");
  }

  @Test
  void anotherEphemeralKeyIsRefused() {
    MessageView other = LivePeople.say(scene.ann, scene.direct, "another message");
    LivePeople.seen(scene.ben, other.message());
    ByteString[] before = new ByteString[1];
    try (Tampering.Rule _ =
        messages(message -> {
          before[0] = message.getEphemeralKey();
          return message;
        })) {
      LivePeople.seen(scene.ben, LivePeople.say(scene.ann, scene.direct, "with a key").message());
    }
    assertRefusedWhen(
        message -> message.toBuilder().setEphemeralKey(before[0]).build(), "SIGNATURE_INVALID");
  }

  @Test
  void bytesThatAreNoMessageAreRefused() {
    assertRefusedWhen(
        message -> message.toBuilder().setHeader(message.getHeader().substring(1)).build(),
        "UNSUPPORTED_VERSION");
  }

  @Test
  void aMessageOfAnotherConversationIsRefused() {
    ConversationRef room =
        scene.ann.conversations().createRoom("Bridge", List.of("ben")).conversation();
    LivePeople.seen(scene.ben, LivePeople.say(scene.ann, room, "welcome").message());
    ByteString direct = ByteString.copyFrom(java.util.HexFormat.of().parseHex(scene.direct.text()));
    try (Tampering.Rule _ =
        scene
            .bens()
            .items(item ->
                List.of(
                    item.hasMessage()
                        ? item.toBuilder().setConversationId(direct).setNumber(1_000).build()
                        : item))) {
      LivePeople.say(scene.ann, room, "harmed");
      scene.awaitWarning(WarningView.Kind.REFUSED);
    }
    assertThat(Scene.texts(scene.ben, room)).doesNotContain("harmed");
    assertThat(Scene.texts(scene.ben, scene.direct)).doesNotContain("harmed");
    assertThat(scene.ben.accounts().status().quarantined()).isEqualTo(1);
  }

  @Test
  void aReplayUnderANewNumberIsShownOnce() {
    List<Item> kept = new ArrayList<>();
    try (Tampering.Rule _ =
        scene
            .bens()
            .items(item -> {
              kept.add(item);
              return List.of(item);
            })) {
      LivePeople.seen(scene.ben, LivePeople.say(scene.ann, scene.direct, "once").message());
    }
    Item replay = kept.stream().filter(Item::hasMessage).findFirst().orElseThrow();
    try (Tampering.Rule _ =
        scene
            .bens()
            .items(item ->
                List.of(
                    item,
                    replay.toBuilder().setNumber(item.getNumber()).build(),
                    replay,
                    replay.toBuilder().setNumber(item.getNumber() + 1).build()))) {
      LivePeople.seen(scene.ben, LivePeople.say(scene.ann, scene.direct, "twice").message());
    }
    assertThat(Scene.texts(scene.ben, scene.direct))
        .containsExactly("first", "second", "once", "twice");
    assertThat(scene.ben.accounts().status().undecryptable()).isZero();
    assertThat(scene.ben.arrivals().next("listener", 500, java.time.Duration.ZERO))
        .extracting(MessageView::text)
        .containsOnlyOnce("once")
        .containsOnlyOnce("twice");
  }

  @Test
  void aMessageThatIsHeldBackLeavesAGapThatIsShown() {
    try (Tampering.Rule _ =
        scene.bens().items(item -> item.hasMessage() ? List.of() : List.of(item))) {
      LivePeople.say(scene.ann, scene.direct, "held back");
      LivePeople.seen(scene.ann, LivePeople.say(scene.ben, scene.direct, "a sign").message());
    }
    MessageView next = LivePeople.say(scene.ann, scene.direct, "after the gap");
    LivePeople.seen(scene.ben, next.message());
    LivePeople.await(() ->
        scene.ben.messages().get(next.message()).warnings().stream()
            .anyMatch(warning -> warning.kind() == WarningView.Kind.GAP));
    scene.awaitWarning(WarningView.Kind.GAP);
    assertThat(Scene.texts(scene.ben, scene.direct)).doesNotContain("held back");
    scene.assertBothGoOn();
  }

  @Test
  void aMessageThatIsSaidToBeExpiredLeavesNoGap() {
    try (Tampering.Rule _ =
        scene
            .bens()
            .items(item ->
                List.of(
                    item.hasMessage()
                        ? item.toBuilder()
                            .setGone(
                                Gone.newBuilder()
                                    .setWhy(Gone.Why.WHY_EXPIRED)
                                    .setSenderDevice(senderOf(item))
                                    .setSequence(sequenceOf(item)))
                            .build()
                        : item))) {
      LivePeople.say(scene.ann, scene.direct, "said to be gone");
      LivePeople.seen(scene.ann, LivePeople.say(scene.ben, scene.direct, "a sign").message());
    }
    MessageView next = LivePeople.say(scene.ann, scene.direct, "after it");
    LivePeople.seen(scene.ben, next.message());
    scene.assertBothGoOn();
    assertThat(scene.ben.messages().get(next.message()).warnings()).isEmpty();
  }

  private static ByteString senderOf(Item item) {
    return item.getMessage().getHeader().substring(66, 82);
  }

  private static long sequenceOf(Item item) {
    ByteString header = item.getMessage().getHeader();
    int at = header.size() - 32 - 1 - 1 - 4 - 8 - 32 - 8;
    return header.substring(at, at + 8).asReadOnlyByteBuffer().getLong();
  }

  @Test
  void messagesThatComeOutOfTheirOrderLeaveAGapThatIsShown() {
    List<Item> held = new ArrayList<>();
    try (Tampering.Rule _ =
        scene
            .bens()
            .items(item -> {
              if (!item.hasMessage()) {
                return List.of(item);
              }
              held.add(item);
              return held.size() < 3 ? List.of() : List.of(held.get(2), held.get(0), held.get(1));
            })) {
      for (String text : List.of("one", "two", "three")) {
        LivePeople.say(scene.ann, scene.direct, text);
      }
      LivePeople.await(() -> Scene.texts(scene.ben, scene.direct).contains("three"));
    }
    assertThat(Scene.texts(scene.ben, scene.direct)).containsExactly("first", "second", "three");
    scene.awaitWarning(WarningView.Kind.GAP);
    scene.assertBothGoOn();
  }

  @Test
  void theExchangeOfTheOwnOtherDeviceOpensNothing() {
    Session phone = scene.people.secondDevice("ben");
    phone.stayConnected();
    phone.catchUp(LivePeople.PATIENCE);
    List<MessageItem> phones = new ArrayList<>();
    try (Tampering.Rule _ =
            scene
                .people
                .way("ben-2")
                .rules()
                .items(item -> {
                  phones.add(item.getMessage());
                  return List.of(item);
                });
        Tampering.Rule _ = scene.bens().items(_ -> List.of())) {
      LivePeople.seen(phone, LivePeople.say(scene.ann, scene.direct, "to both").message());
    }
    scene.ben.close();
    MessageItem other = phones.getFirst();
    try (Tampering.Rule _ =
            messages(message ->
                message.getHeader().equals(other.getHeader())
                    ? message.toBuilder()
                        .setLeaseId(other.getLeaseId())
                        .setSealed(other.getSealed())
                        .setLeaseRecord(other.getLeaseRecord())
                        .build()
                    : message);
        Session ben = scene.people.reopen("ben")) {
      ben.stayConnected();
      ben.catchUp(LivePeople.PATIENCE);
      LivePeople.await(() -> Scene.texts(ben, scene.direct).contains("to both"));
      assertThat(
              ben.messages().history(scene.direct, java.util.Optional.empty(), 10).stream()
                  .filter(message -> message.kind() == MessageKind.UNDECRYPTABLE))
          .as("asked for again, and answered")
          .isEmpty();
    }
  }

  @Test
  void aMessageForAnotherConversationThatNobodyKnowsIsRefused() {
    byte[] unknown = new byte[32];
    unknown[0] = 7;
    try (Tampering.Rule _ =
        scene
            .bens()
            .items(item ->
                List.of(
                    item.toBuilder().setConversationId(ByteString.copyFrom(unknown)).build(),
                    item))) {
      MessageView said = LivePeople.say(scene.ann, scene.direct, "the genuine one");
      LivePeople.seen(scene.ben, said.message());
    }
    scene.awaitWarning(WarningView.Kind.REFUSED);
    assertThat(scene.ben.accounts().status().quarantined()).isEqualTo(1);
    scene.assertBothGoOn();
  }
}
