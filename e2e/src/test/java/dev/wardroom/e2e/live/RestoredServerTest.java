package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Yesterday's backup takes the place of the server, while people and their devices went on.
///
/// Known to fail: after a restore some messages cannot be opened and are not answered in time. It
/// runs with the slow tests (`make test-all`) until that is mended; CHANGELOG.md says so.
@Tag("slow")
final class RestoredServerTest {
  private static final List<String> DEVICES = List.of("ann", "ann-2", "ben", "ben-2");

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private final Map<String, Session> sessions = new HashMap<>();
  private LiveServer server;
  private LivePeople people;
  private ConversationRef direct;
  private ConversationRef room;

  @BeforeEach
  void twoPeopleWithTwoDevicesEachAndABackup() throws IOException {
    server = LiveServer.start(LiveServer.Place.in(folder.resolve("server"), clock));
    people = new LivePeople(folder.resolve("homes"), server, clock);
    sessions.put("ann", people.owner("ann"));
    sessions.put("ben", people.invited(session("ann"), "ben"));
    sessions.put("ann-2", people.secondDevice("ann"));
    sessions.put("ben-2", people.secondDevice("ben"));
    for (String device : DEVICES) {
      session(device).stayConnected();
      session(device).catchUp(LivePeople.PATIENCE);
    }
    direct = session("ann").conversations().direct("ben").conversation();
    room = session("ann").conversations().createRoom("Bridge", List.of("ben")).conversation();
    saidToAll("ann", direct, "before, from Ann");
    saidToAll("ben", direct, "before, from Ben");
    saidToAll("ben", room, "before, in the room");
    server.administer("backup", "--out", folder.resolve("backup").toString());
  }

  @AfterEach
  void end() {
    people.close();
    server.close();
  }

  private Session session(String device) {
    return java.util.Objects.requireNonNull(sessions.get(device));
  }

  /// Says it, and waits until every open device shows it as it was meant.
  private void saidToAll(String device, ConversationRef where, String text) {
    MessageView said = LivePeople.say(session(device), where, text);
    for (Map.Entry<String, Session> each : sessions.entrySet()) {
      LivePeople.seen(each.getValue(), said.message());
      // A prekey that the restored server gave out again opens nothing; that heals by itself.
      LivePeople.await(() -> each.getValue().messages().get(said.message()).text().equals(text));
      MessageView got = each.getValue().messages().get(said.message());
      assertThat(got.warnings())
          .as("on " + each.getKey())
          .extracting(WarningView::kind)
          .doesNotContain(WarningView.Kind.CLONE, WarningView.Kind.AUDIENCE);
    }
  }

  private void restore() {
    server.close();
    Path data = folder.resolve("restored");
    LiveServer.restore(folder.resolve("backup"), data);
    server = LiveServer.start(LiveServer.Place.in(data, clock));
    for (String device : DEVICES) {
      people.way(device).moveTo(server.port());
    }
  }

  private void awaitRestoredEverywhere(Runnable restoring) {
    List<dev.wardroom.client.Events.Stream> streams = new ArrayList<>();
    sessions.values().forEach(session -> streams.add(session.events().open()));
    restoring.run();
    for (dev.wardroom.client.Events.Stream stream : streams) {
      LivePeople.await(() ->
          stream.next(java.time.Duration.ofMillis(100)).stream()
              .anyMatch(event ->
                  event instanceof dev.wardroom.client.Events.Event.Warned warned
                      && warned.warning().kind() == WarningView.Kind.RESTORED));
      stream.close();
    }
  }

  @Test
  void peopleWriteToEachOtherAgainOnAllDevicesAndKeepWhatTheyHad() {
    saidToAll("ann", direct, "since, from Ann");
    saidToAll("ben-2", direct, "since, from Ben's phone");
    saidToAll("ann-2", room, "since, in the room");
    session("ann").conversations().setTimers(room, 86_400, 0);
    for (Session each : sessions.values()) {
      LivePeople.await(() -> each.conversations().get(room).defaultTtlSeconds() == 86_400);
    }
    awaitRestoredEverywhere(this::restore);
    for (String device : DEVICES) {
      saidToAll(device, direct, "after, from " + device);
      saidToAll(device, room, "after, in the room, from " + device);
    }
    session("ann").conversations().setTimers(room, 3_600, 0);
    for (Session each : sessions.values()) {
      LivePeople.await(() -> each.conversations().get(room).defaultTtlSeconds() == 3_600);
      assertThat(each.conversations().get(room).forked()).isFalse();
      assertThat(each.accounts().status().undecryptable()).isZero();
      assertThat(each.accounts().status().quarantined()).isZero();
      assertThat(Scene.texts(each, direct))
          .startsWith(
              "before, from Ann", "before, from Ben", "since, from Ann", "since, from Ben's phone")
          .doesNotHaveDuplicates()
          .hasSize(8);
      assertThat(Scene.texts(each, room)).doesNotHaveDuplicates().hasSize(6);
    }
  }

  @Test
  void whatADeviceHadNotReadYetIsOfferedAgain() {
    session("ben-2").close();
    sessions.remove("ben-2");
    saidToAll("ann", direct, "read by one of the two");
    saidToAll("ann-2", direct, "and this one too");
    awaitRestoredEverywhere(this::restore);
    sessions.put("ben-2", people.reopen("ben-2"));
    session("ben-2").stayConnected();
    LivePeople.await(() ->
        Scene.texts(session("ben-2"), direct)
            .containsAll(List.of("read by one of the two", "and this one too")));
    saidToAll("ann", direct, "a new one");
    for (Session each : sessions.values()) {
      assertThat(Scene.texts(each, direct))
          .contains("read by one of the two", "and this one too", "a new one")
          .doesNotHaveDuplicates();
      assertThat(each.accounts().status().undecryptable()).isZero();
    }
  }

  @Test
  void aMessageThatWaitedWhileTheServerWasAwayIsSent() {
    saidToAll("ann", direct, "since");
    server.close();
    MessageView waiting =
        session("ann")
            .messages()
            .send(
                direct,
                dev.wardroom.client.view.Draft.text("written in between"),
                dev.wardroom.client.view.Progress.none());
    awaitRestoredEverywhere(this::restore);
    session("ann").messages().awaitAccepted(waiting.message(), LivePeople.PATIENCE);
    for (Session each : sessions.values()) {
      assertThat(LivePeople.seen(each, waiting.message()).text()).isEqualTo("written in between");
    }
  }

  @Test
  void anAccountMadeSinceTheBackupSaysThatItIsGone() {
    Session cleo = people.invited(session("ann"), "cleo");
    cleo.catchUp(LivePeople.PATIENCE);
    restore();
    people.way("cleo").moveTo(server.port());
    cleo.close();
    try (Session again = people.reopen("cleo")) {
      assertThatThrownBy(() -> again.catchUp(LivePeople.PATIENCE))
          .isInstanceOfSatisfying(
              ClientException.class,
              e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.REFUSED));
    }
  }
}
