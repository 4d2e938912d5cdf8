package dev.wardroom.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.Devices;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Machines whose clocks are off by a day: clients learn the server's time and go by it.
final class WrongClockTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private final MovableClock serversClock = new MovableClock();
  private final MovableClock peoplesClock = new MovableClock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private LiveServer server;
  private LivePeople people;

  @BeforeEach
  void start() {
    server = LiveServer.start(LiveServer.Place.in(folder.resolve("server"), serversClock));
    people = new LivePeople(folder.resolve("homes"), server, peoplesClock);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    people.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void peopleRegisterSignInLinkAndWriteWhenTheirClocksAreADayOff(int days) throws Exception {
    peoplesClock.move(DAY.multipliedBy(days));
    Session ann = people.owner("ann");
    Session ben = people.invited(ann, "ben");
    Session phone = people.secondDevice("ben");
    for (Session each : List.of(ann, ben, phone)) {
      each.stayConnected();
      each.catchUp(LivePeople.PATIENCE);
      assertThat(
              Duration.ofMillis(each.accounts().status().clockOffsetMillis())
                  .plus(DAY.multipliedBy(days)))
          .as("how far the own clock is off is told")
          .isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1));
    }
    ConversationRef direct = ann.conversations().direct("ben").conversation();
    MessageView said = LivePeople.say(ann, direct, Draft.text("for an hour").withTtl(3_600));
    for (Session each : List.of(ben, phone)) {
      MessageView got = LivePeople.seen(each, said.message());
      assertThat(got.text()).isEqualTo("for an hour");
      assertThat(got.warnings()).isEmpty();
      assertThat(Duration.between(serversClock.instant(), got.expiresAt().orElseThrow()))
          .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(62));
    }
    assertThat(linkedTablet(ben).conversations().list()).isNotEmpty();
  }

  private Session linkedTablet(Session old) throws Exception {
    Devices.LinkOffer offer = old.devices().offerLink();
    try (Wardroom.Linking linking =
        Wardroom.acceptLink(people.home("ben-tablet"), offer.code(), "tablet", people.options())) {
      Future<Session> finished =
          threads.submit(() -> linking.finish(LivePeople.PATIENCE, Progress.none()));
      Devices.LinkRequest request = old.devices().awaitLink(offer, LivePeople.PATIENCE);
      old.devices().confirmLink(request, true, Progress.none());
      return people.kept(finished.get());
    }
  }

  @Test
  void aServerThatWasADayAheadAndIsSetRightGoesOn() {
    serversClock.move(DAY);
    Session ann = people.owner("ann");
    Session ben = people.invited(ann, "ben");
    ann.stayConnected();
    ben.stayConnected();
    ConversationRef direct = ann.conversations().direct("ben").conversation();
    LivePeople.seen(ben, LivePeople.say(ann, direct, "on the wrong day").message());
    serversClock.move(DAY.negated());
    MessageView said = LivePeople.say(ann, direct, "on the right day");
    assertThat(LivePeople.seen(ben, said.message()).text()).isEqualTo("on the right day");
    LivePeople.seen(ann, LivePeople.say(ben, direct, "and back").message());
    ann.close();
    Session again = people.reopen("ann");
    again.stayConnected();
    LivePeople.seen(ben, LivePeople.say(again, direct, "after a restart").message());
    assertThat(Scene.texts(ben, direct))
        .containsExactly("on the wrong day", "on the right day", "and back", "after a restart");
  }

  @Test
  void aTokenThatIsOverIsRenewedWithoutAnybodyNoticing() {
    Session ann = people.owner("ann");
    Session ben = people.invited(ann, "ben");
    ann.stayConnected();
    ben.stayConnected();
    ConversationRef direct = ann.conversations().direct("ben").conversation();
    LivePeople.seen(ben, LivePeople.say(ann, direct, "with the first token").message());
    // Only the server's clock: the clients think that their tokens are good.
    serversClock.move(Duration.ofHours(25));
    people.way("ann").cut();
    people.way("ben").cut();
    LivePeople.seen(ben, LivePeople.say(ann, direct, "with the next one").message());
    LivePeople.seen(ann, LivePeople.say(ben, direct, "likewise").message());
  }
}
