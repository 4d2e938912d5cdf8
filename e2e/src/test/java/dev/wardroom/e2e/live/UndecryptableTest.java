package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Session;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.store.Database;
import dev.wardroom.client.store.HomeFolder;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.e2e.hostile.Tampering;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A genuine message that the receiving device cannot open: shown as such, asked for by itself,
/// sent again by the sender's device, and shown.
final class UndecryptableTest {
  private static final Duration NEXT_ASK = Duration.ofMinutes(61);

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

  /// Says something that Ben cannot open, while Ann is gone right after.
  private MessageView unopened(String text, UnaryOperator<MessageItem> change) {
    try (Tampering.Rule _ = scene.bens().items(item -> List.of(harmed(item, change)))) {
      MessageView said = LivePeople.say(scene.ann, scene.direct, text);
      scene.ann.close();
      LivePeople.seen(scene.ben, said.message());
      return said;
    }
  }

  private static Item harmed(Item item, UnaryOperator<MessageItem> change) {
    return item.hasMessage()
        ? item.toBuilder().setMessage(change.apply(item.getMessage())).build()
        : item;
  }

  private static MessageItem withOtherExchange(MessageItem message) {
    byte[] sealed = message.getSealed().toByteArray();
    sealed[7] ^= 1;
    return message.toBuilder().setSealed(ByteString.copyFrom(sealed)).build();
  }

  private static MessageItem withLaterEndOfLease(MessageItem message) {
    byte[] record = message.getLeaseRecord().toByteArray();
    // ends-at stands before the suite, the length of the ciphertext and the ciphertext itself.
    record[record.length - 1568 - 4 - 1 - 1] ^= 1;
    return message.toBuilder().setLeaseRecord(ByteString.copyFrom(record)).build();
  }

  private static MessageItem withoutLeaseRecord(MessageItem message) {
    return message.toBuilder().clearLeaseRecord().build();
  }

  private void assertShownAsUnopened(MessageView said) {
    MessageView standIn = scene.ben.messages().get(said.message());
    assertThat(standIn.kind()).isEqualTo(MessageKind.UNDECRYPTABLE);
    assertThat(standIn.text()).isEmpty();
    assertThat(standIn.number()).isEqualTo(said.number());
    assertThat(standIn.warnings())
        .extracting(WarningView::kind)
        .contains(WarningView.Kind.UNDECRYPTABLE);
    assertThat(scene.ben.accounts().status().undecryptable()).isEqualTo(1);
    scene.awaitWarning(WarningView.Kind.UNDECRYPTABLE);
  }

  private void assertArrives(MessageView said, String text) {
    Session again = scene.people.reopen("ann");
    again.stayConnected();
    LivePeople.await(() -> scene.ben.messages().get(said.message()).kind() == MessageKind.TEXT);
    MessageView got = scene.ben.messages().get(said.message());
    assertThat(got.text()).isEqualTo(text);
    assertThat(got.number()).isEqualTo(said.number());
    assertThat(got.from().username()).isEqualTo("ann");
    assertThat(scene.ben.accounts().status().undecryptable()).isZero();
    assertThat(Scene.texts(scene.ben, scene.direct)).containsExactly("first", "second", text);
  }

  @Test
  void aMessageWithAChangedExchangeComesAgainByItself() {
    MessageView said = unopened("once more", UndecryptableTest::withOtherExchange);
    assertShownAsUnopened(said);
    assertArrives(said, "once more");
  }

  @Test
  void aMessageWithAChangedLeaseRecordComesAgainByItself() {
    MessageView said = unopened("another end", UndecryptableTest::withLaterEndOfLease);
    assertShownAsUnopened(said);
    assertArrives(said, "another end");
  }

  @Test
  void aMessageWithoutItsLeaseRecordComesAgainByItself() {
    MessageView said = unopened("no record", UndecryptableTest::withoutLeaseRecord);
    assertShownAsUnopened(said);
    assertArrives(said, "no record");
  }

  @Test
  void anOwnMessageComesAgainFromTheOwnOtherDevice() {
    Session phone = scene.people.secondDevice("ann");
    phone.stayConnected();
    phone.catchUp(LivePeople.PATIENCE);
    MessageView said;
    try (Tampering.Rule _ =
        scene
            .people
            .way("ann-2")
            .rules()
            .items(item -> List.of(harmed(item, UndecryptableTest::withOtherExchange)))) {
      said = LivePeople.say(scene.ann, scene.direct, "to my phone");
      scene.ann.close();
      assertThat(LivePeople.seen(phone, said.message()).kind())
          .isEqualTo(MessageKind.UNDECRYPTABLE);
    }
    scene.people.reopen("ann").stayConnected();
    LivePeople.await(() -> phone.messages().get(said.message()).kind() == MessageKind.TEXT);
    assertThat(phone.messages().get(said.message()).text()).isEqualTo("to my phone");
    assertThat(phone.messages().get(said.message()).own()).isTrue();
  }

  @Test
  void aDeviceAsksTwiceAndNoMore() {
    AtomicInteger asks = new AtomicInteger();
    try (Tampering.Rule _ = scene.bens().request(Rpcs.SEND, _ -> asks.incrementAndGet())) {
      MessageView said = unopened("never answered", UndecryptableTest::withOtherExchange);
      assertShownAsUnopened(said);
      LivePeople.await(() -> asks.get() == 1 && scene.ben.accounts().status().waiting() == 0);
      scene.ben.close();
      for (int expected : List.of(2, 2, 2)) {
        scene.clock.move(NEXT_ASK);
        try (Session again = scene.people.reopen("ben")) {
          again.catchUp(LivePeople.PATIENCE);
          LivePeople.await(() -> again.accounts().status().waiting() == 0);
          assertThat(again.accounts().status().undecryptable()).isEqualTo(1);
        }
        assertThat(asks).hasValue(expected);
      }
    }
  }

  @Test
  void aSenderAnswersTwiceAndNoMore() {
    MessageView said = unopened("answered twice", UndecryptableTest::withOtherExchange);
    scene.ben.close();
    AtomicInteger answers = new AtomicInteger();
    try (Tampering.Rule _ =
            scene
                .bens()
                .items(item -> List.of(harmed(item, UndecryptableTest::withOtherExchange)));
        Tampering.Rule _ = scene.anns().request(Rpcs.SEND, _ -> answers.incrementAndGet());
        Session ann = scene.people.reopen("ann")) {
      ann.stayConnected();
      LivePeople.await(() -> answers.get() == 1);
      for (int expected : List.of(2, 2)) {
        forgetThatItWasAsked(said);
        scene.clock.move(NEXT_ASK);
        try (Session ben = scene.people.reopen("ben")) {
          ben.catchUp(LivePeople.PATIENCE);
          LivePeople.await(() -> ben.accounts().status().waiting() == 0);
          MessageView mark = LivePeople.say(ben, scene.direct, "read up to " + expected);
          LivePeople.seen(ann, mark.message());
        }
        LivePeople.await(() -> ann.accounts().status().waiting() == 0);
        assertThat(answers).hasValue(expected);
      }
    }
  }

  /// A device that keeps no count.
  private void forgetThatItWasAsked(MessageView said) {
    byte[] id = java.util.HexFormat.of().parseHex(said.message().text());
    try (Database db = Database.open(new HomeFolder(scene.people.home("ben")).store())) {
      db.write(tx -> {
        tx.update("delete from unopened where message_id <> ?", (Object) id);
        tx.updateOne(
            "update unopened set asked = 0, asked_at = 0 where message_id = ?", (Object) id);
      });
    }
  }

  @Test
  void nobodyAnswersAfterThirtyDays() {
    MessageView said = unopened("too old", UndecryptableTest::withOtherExchange);
    assertShownAsUnopened(said);
    scene.ben.close();
    scene.clock.move(Duration.ofDays(31));
    try (Session ben = scene.people.reopen("ben");
        Session ann = scene.people.reopen("ann")) {
      ben.stayConnected();
      ben.catchUp(LivePeople.PATIENCE);
      LivePeople.await(() -> ben.accounts().status().waiting() == 0);
      ann.stayConnected();
      ann.catchUp(LivePeople.PATIENCE);
      LivePeople.await(() -> ann.accounts().status().waiting() == 0);
      LivePeople.seen(ben, LivePeople.say(ann, scene.direct, "a month later").message());
      assertThat(ben.messages().get(said.message()).kind()).isEqualTo(MessageKind.UNDECRYPTABLE);
      assertThat(ben.accounts().status().undecryptable()).isEqualTo(1);
    }
  }

  @Test
  void nobodyAnswersWithWhatWasTakenBack() {
    MessageView said = unopened("taken back", UndecryptableTest::withOtherExchange);
    scene.ben.close();
    try (Session ann = scene.people.reopen("ann")) {
      ann.messages().delete(said.message());
      ann.stayConnected();
      ann.catchUp(LivePeople.PATIENCE);
      try (Session ben = scene.people.reopen("ben")) {
        ben.stayConnected();
        LivePeople.seen(ben, LivePeople.say(ann, scene.direct, "gone").message());
        assertThat(ben.messages().get(said.message()).kind()).isEqualTo(MessageKind.UNDECRYPTABLE);
        assertThat(ben.messages().search("taken back", Optional.empty(), 5)).isEmpty();
      }
    }
  }
}
