package dev.wardroom.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people, each with two devices, and everything that they do to each other's messages.
class EverydayTest {

  @TempDir static Path folder;
  private static RealServer server;
  private static People people;
  private static Session ann;
  private static Session ben;
  private static Session annPhone;
  private static Session benPhone;

  @BeforeAll
  static void twoPeopleWithTwoDevicesEach() {
    server = RealServer.start(folder.resolve("server"));
    people = new People(folder.resolve("homes"), server);
    ann = people.owner("ann");
    ben = people.invited(ann, "ben");
    annPhone = people.secondDevice("ann");
    benPhone = people.secondDevice("ben");
    for (Session each : List.of(ann, ben, annPhone, benPhone)) {
      each.stayConnected();
      each.catchUp(People.PATIENCE);
    }
  }

  @AfterAll
  static void end() {
    people.close();
    server.close();
  }

  private static MessageView say(Session who, ConversationRef where, Draft draft) {
    MessageView sent = who.messages().send(where, draft, Progress.none());
    return who.messages().awaitAccepted(sent.message(), People.PATIENCE);
  }

  private static ConversationRef direct() {
    return ann.conversations().direct("ben").conversation();
  }

  private static MessageView seen(Session who, MessageRef message) {
    return People.await(() -> {
      try {
        return who.messages().get(message);
      } catch (ClientException e) {
        return null;
      }
    });
  }

  @Test
  void aTextReachesAllDevicesOfBoth() {
    MessageView sent = say(ann, direct(), Draft.text("to all four"));
    for (Session each : List.of(annPhone, ben, benPhone)) {
      MessageView got = seen(each, sent.message());
      assertThat(got.text()).isEqualTo("to all four");
      assertThat(got.warnings()).isEmpty();
      assertThat(got.number()).isEqualTo(sent.number());
    }
    assertThat(seen(annPhone, sent.message()).own()).isTrue();
  }

  @Test
  void editsReactionsAndRecallsAreFoldedInEverywhere() {
    MessageView sent = say(ann, direct(), Draft.text("frist"));
    ann.messages().edit(sent.message(), "first");
    for (Session each : List.of(annPhone, ben, benPhone)) {
      People.await(() -> seen(each, sent.message()).text().equals("first"));
    }
    MessageView reaction = ben.messages().react(sent.message(), "👍", false);
    ben.messages().awaitAccepted(reaction.message(), People.PATIENCE);
    People.await(() -> !seen(ann, sent.message()).reactions().isEmpty());
    assertThat(seen(ann, sent.message()).reactions().getFirst().emoji()).isEqualTo("👍");
    ben.messages().react(sent.message(), "👍", true);
    People.await(() -> seen(annPhone, sent.message()).reactions().isEmpty());
    assertThatThrownBy(() -> ben.messages().edit(sent.message(), "forged"))
        .isInstanceOf(ClientException.class);
    ann.messages().recall(sent.message());
    for (Session each : List.of(annPhone, ben, benPhone)) {
      People.await(() -> seen(each, sent.message()).recalled());
      assertThat(seen(each, sent.message()).text()).isEmpty();
    }
  }

  @Test
  void aRoomHasATitleMembersAndModeratorsOnAllDevices() {
    ConversationView room = ann.conversations().createRoom("Bridge", List.of("ben"));
    for (Session each : List.of(annPhone, ben, benPhone)) {
      People.await(
          () -> each.conversations().list().stream().anyMatch(c -> c.title().equals("Bridge")));
      ConversationView seen = each.conversations().get(room.conversation());
      assertThat(seen.members()).hasSize(2);
      assertThat(seen.kind()).isEqualTo(ConversationView.Kind.ROOM);
    }
    assertThatThrownBy(() -> ben.conversations().setTimers(room.conversation(), 60, 0))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.REFUSED));
    MessageView said =
        say(
            ben,
            room.conversation(),
            Draft.text("aye @everyone").withMentions(List.of("everyone")));
    assertThat(seen(ann, said.message()).mentions()).hasSize(1);
    ann.conversations().remove(room.conversation(), "ben");
    People.await(() -> ben.conversations().get(room.conversation()).left());
    assertThatThrownBy(() -> say(ben, room.conversation(), Draft.text("still there?")))
        .isInstanceOf(ClientException.class);
  }

  @Test
  void aFileArrivesWholeUnderItsName() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new Random(7).nextBytes(bytes);
    Path plan = Files.write(folder.resolve("plan.bin"), bytes);
    MessageView sent = say(ann, direct(), Draft.file(plan, "the plan"));
    MessageView got = seen(benPhone, sent.message());
    assertThat(got.kind()).isEqualTo(MessageKind.FILE);
    assertThat(got.text()).isEqualTo("the plan");
    assertThat(got.file().orElseThrow().name()).isEqualTo("plan.bin");
    Path out = Files.createDirectories(folder.resolve("out"));
    Path written = benPhone.files().get(got.message(), out, false, Progress.none());
    assertThat(Files.readAllBytes(written)).isEqualTo(bytes);
  }

  @Test
  void readingIsToldToTheAuthorAndToTheOwnOtherDevice() {
    MessageView sent = say(ann, direct(), Draft.text("read me"));
    seen(ben, sent.message());
    seen(benPhone, sent.message());
    ben.conversations().markRead(sent.conversation());
    People.await(() -> seen(ann, sent.message()).delivery() == MessageView.DeliveryState.READ);
    People.await(() -> seen(benPhone, sent.message()).read());
    assertThat(seen(ann, sent.message()).readBy()).hasSize(1);
  }

  @Test
  void starsPinsAndDeletionsFollowTheOwnDevices() {
    MessageView sent =
        say(ben, ben.conversations().direct("ann").conversation(), Draft.text("keep"));
    seen(ann, sent.message());
    seen(annPhone, sent.message());
    ann.messages().star(sent.message(), true);
    People.await(() -> seen(annPhone, sent.message()).starred());
    ann.conversations().pin(sent.conversation(), true);
    People.await(() -> annPhone.conversations().get(sent.conversation()).pinned());
    ann.messages().delete(sent.message());
    People.await(() -> annPhone.messages().search("keep", Optional.empty(), 5).isEmpty());
    assertThat(seen(ben, sent.message()).text()).isEqualTo("keep");
  }

  @Test
  void anExpiredMessageIsGoneFromAllDevices() {
    MessageView sent = say(ann, direct(), Draft.text("short lived").withTtl(3));
    seen(ben, sent.message());
    for (Session each : List.of(ann, annPhone, ben, benPhone)) {
      People.await(() -> each.messages().search("lived", Optional.empty(), 5).isEmpty());
    }
  }

  @Test
  void burnOnReadBeginsWithReading() {
    MessageView sent = say(ann, direct(), Draft.text("burning").withBurn(2));
    seen(ben, sent.message());
    assertThat(seen(ben, sent.message()).expiresAt()).isEmpty();
    ben.messages().markRead(sent.message());
    People.await(() -> ben.messages().search("burning", Optional.empty(), 5).isEmpty());
    People.await(() -> benPhone.messages().search("burning", Optional.empty(), 5).isEmpty());
  }

  @Test
  void aListenerMissesNothingAndGetsNothingTwice() {
    List<MessageView> before = ben.arrivals().next("test", 500, Duration.ZERO);
    if (!before.isEmpty()) {
      ben.arrivals().done("test", before.getLast().arrival());
    }
    MessageView one = say(ann, direct(), Draft.text("arrival one"));
    MessageView two = say(ann, direct(), Draft.text("arrival two"));
    People.await(() -> ben.arrivals().next("test", 500, Duration.ofSeconds(1)).size() >= 2);
    List<MessageView> got = ben.arrivals().next("test", 500, Duration.ofSeconds(1));
    assertThat(got).extracting(MessageView::message).contains(one.message(), two.message());
    ben.arrivals().done("test", got.getLast().arrival());
    assertThat(ben.arrivals().next("test", 500, Duration.ZERO))
        .extracting(MessageView::message)
        .doesNotContain(one.message(), two.message());
  }

  @Test
  void theSafetyNumberIsTheSameOnBothSidesAndItsMarkFollowsTheOwnDevices() {
    String mine = ann.verification().safetyNumber("ben").digits();
    String theirs = ben.verification().safetyNumber("ann").digits();
    assertThat(mine).isEqualTo(theirs).hasSize(71);
    assertThatThrownBy(() -> annPhone.verification().mark("ben", true))
        .as("its number was never shown there")
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_AUTHENTIC));
    ann.verification().mark("ben", true);
    assertThat(ann.directory().find("ben").orElseThrow().verified()).isTrue();
    People.await(() -> annPhone.directory().find("ben").orElseThrow().verified());
  }
}
