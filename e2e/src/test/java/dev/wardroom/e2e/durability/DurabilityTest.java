package dev.wardroom.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import dev.wardroom.e2e.Person;
import dev.wardroom.e2e.RealPostgres;
import dev.wardroom.e2e.ServerProcess;
import dev.wardroom.e2e.ServerProcess.Place;
import dev.wardroom.e2e.durability.DurabilityCheck.Judgement;
import dev.wardroom.e2e.durability.DurabilityCheck.Send;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real server under a tracer, with one client that sends alone.
@Tag("slow")
final class DurabilityTest {
  private static final int SENDS = 20;

  /// Long enough for the acknowledgement of the message before to be written and synced.
  private static final long PAUSE_MILLIS = 800;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  @BeforeAll
  static void traceOrSkip() {
    Optional<String> missing = Tracer.missing();
    missing.ifPresent(System.out::println);
    assumeTrue(missing.isEmpty(), missing.orElse(""));
  }

  @Test
  void noAnswerLeavesBeforeTheEmbeddedLogIsOnTheDisk() throws Exception {
    Path trace = folder.resolve("trace");
    Place place = new Place(folder, 24_210, "", Tracer.command(trace, false));
    List<Send> sends = serveAndSend(place);
    List<TraceEvent> events = TraceReader.read(trace, place.port());
    assertDurable(new DurabilityCheck(events, events).judge(sends));
  }

  @Test
  void aDiskThatLiesIsSeen() throws Exception {
    Path trace = folder.resolve("trace");
    Place place = new Place(folder, 24_211, "", Tracer.command(trace, true));
    List<Send> sends = serveAndSend(place);
    List<TraceEvent> events = TraceReader.read(trace, place.port());
    assertThat(new DurabilityCheck(events, events).judge(sends))
        .containsOnly(Map.entry(Judgement.NOT_DURABLE, SENDS));
  }

  @Test
  void noAnswerLeavesBeforeThePostgresLogIsOnTheDiskUnlessItIsTurnedOff() throws Exception {
    Path answers = folder.resolve("answers");
    Path log = folder.resolve("log");
    try (RealPostgres postgres = RealPostgres.start()) {
      String url = postgres.create("durability");
      Place place = new Place(folder, 24_212, url, Tracer.command(answers, false));
      List<Send> durable;
      List<Send> careless;
      try (ServerProcess server = ServerProcess.start(place)) {
        Sender sender = Sender.on(server, folder);
        Process tracer = Tracer.attach(log, postgres.processes());
        TimeUnit.SECONDS.sleep(2);
        durable = sender.send("durable");
        // Otherwise the background writer's own sync often falls into a slow send by chance.
        postgres.administer("alter system set wal_writer_delay = '10s'");
        postgres.administer("select pg_reload_conf()");
        postgres.administer("alter database durability set synchronous_commit = off");
        postgres.administer(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'durability'");
        TimeUnit.SECONDS.sleep(2);
        sender.sendOne("the first on new connections");
        careless = sender.send("careless");
        tracer.destroy();
        tracer.waitFor();
        sender.session().close();
      }
      DurabilityCheck check =
          new DurabilityCheck(
              TraceReader.read(log, place.port()), TraceReader.read(answers, place.port()));
      assertDurable(check.judge(durable));
      assertThat(check.judge(careless).getOrDefault(Judgement.DURABLE, 0)).isLessThan(SENDS / 2);
    }
  }

  private static void assertDurable(Map<Judgement, Integer> counts) {
    assertThat(counts)
        .containsOnlyKeys(
            counts.containsKey(Judgement.UNCLEAR)
                ? List.of(Judgement.DURABLE, Judgement.UNCLEAR)
                : List.of(Judgement.DURABLE));
    assertThat(counts.get(Judgement.DURABLE)).isGreaterThanOrEqualTo(SENDS * 3 / 4);
  }

  private List<Send> serveAndSend(Place place) throws Exception {
    try (ServerProcess server = ServerProcess.start(place)) {
      Sender sender = Sender.on(server, folder);
      List<Send> sends = sender.send("message");
      sender.session().close();
      return sends;
    }
  }

  /// The one who sends; the other person is away, so that nothing else is written.
  private record Sender(Session session, ConversationRef conversation) {
    static Sender on(ServerProcess server, Path folder) {
      List<Person> people = Person.register(server, folder, List.of("anna", "ben"));
      Session session = people.getFirst().open();
      session.stayConnected();
      ConversationRef conversation = session.conversations().direct("ben").conversation();
      Sender sender = new Sender(session, conversation);
      sender.sendOne("the first, which claims prekeys");
      return sender;
    }

    List<Send> send(String text) throws InterruptedException {
      List<Send> sends = new ArrayList<>();
      for (int i = 0; i < SENDS; i++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        sends.add(sendOne(text + " " + i));
      }
      return sends;
    }

    private Send sendOne(String text) {
      long asked = micros();
      MessageView saved = session.messages().send(conversation, Draft.text(text), Progress.none());
      session.messages().awaitAccepted(saved.message(), PATIENCE);
      return new Send(asked, micros());
    }

    private static long micros() {
      Instant now = Instant.now();
      return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
  }
}
