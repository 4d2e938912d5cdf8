package dev.wardroom.e2e.crash;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.Progress;
import dev.wardroom.e2e.Person;
import dev.wardroom.e2e.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One engine under load, with kills. One thread.
public final class CrashRun {
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration CATCH_UP = Duration.ofSeconds(30);
  private static final Duration LOAD_WAIT = Duration.ofSeconds(60);
  private static final int ACCEPTED_BETWEEN_KILLS = 5;
  private static final int LIFE_MILLIS_MAX = 1_500;
  private static final List<String> NAMES = List.of("anna", "ben", "cleo");

  /// What to do.
  ///
  /// @param serverKills at least so many
  /// @param clientKills at least so many
  public record Plan(
      Path folder, int port, String databaseUrl, int serverKills, int clientKills, long seed) {}

  /// What came of it.
  ///
  /// @param accepted messages that a client was told are on disk
  /// @param waited sends that met a dead server and were sent again by themselves
  /// @param shown texts that homes show, all homes together
  public record Outcome(
      int serverKills,
      int clientKills,
      long accepted,
      long waited,
      long shown,
      long lost,
      long doubled,
      long disordered,
      long undecryptable,
      long stillWaiting,
      List<String> examples) {
    public boolean isGood() {
      return accepted > 0 && lost + doubled + disordered + undecryptable + stillWaiting == 0;
    }
  }

  private final Plan plan;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final List<ClientProcess> clients = new ArrayList<>();
  private int serverKills;
  private int clientKills;

  public CrashRun(Plan plan) {
    this.plan = plan;
    this.random = new Random(plan.seed());
  }

  public Outcome run() throws IOException, InterruptedException {
    ServerProcess.Place place =
        new ServerProcess.Place(plan.folder(), plan.port(), plan.databaseUrl(), List.of());
    ServerProcess server = ServerProcess.start(place);
    try {
      List<Person> people = Person.register(server, plan.folder(), NAMES);
      List<String> conversations = converse(people);
      for (Person person : people) {
        Path log = plan.folder().resolve(person.username() + ".log");
        clients.add(new ClientProcess(person, conversations, ledger, log));
      }
      while (serverKills < plan.serverKills() || clientKills < plan.clientKills()) {
        awaitLoad();
        Thread.sleep(random.nextInt(LIFE_MILLIS_MAX));
        server = killOne(server);
      }
      Thread.sleep(LIFE_MILLIS_MAX);
      for (ClientProcess client : clients) {
        client.stop();
      }
      return judge(people, conversations);
    } finally {
      server.close();
    }
  }

  /// A kill proves something only while messages are accepted: on a slow machine programs take
  /// longer to start than they are left to live.
  private void awaitLoad() throws InterruptedException {
    long before = ledger.count();
    long endsAt = System.nanoTime() + LOAD_WAIT.toNanos();
    while (ledger.count() < before + ACCEPTED_BETWEEN_KILLS && System.nanoTime() < endsAt) {
      Thread.sleep(10);
    }
  }

  private ServerProcess killOne(ServerProcess server) throws IOException, InterruptedException {
    boolean clientsTurn =
        serverKills >= plan.serverKills()
            || (clientKills < plan.clientKills() && random.nextBoolean());
    if (clientsTurn) {
      clients.get(random.nextInt(clients.size())).killAndStart();
      clientKills++;
      return server;
    }
    server.kill();
    serverKills++;
    return ServerProcess.start(server.place());
  }

  /// A room of all, which everybody has heard of before the load begins.
  private static List<String> converse(List<Person> people) {
    List<String> names = people.stream().map(Person::username).toList();
    ConversationRef room;
    try (Session owner = people.getFirst().open()) {
      room =
          owner.conversations().createRoom("Crash", names.subList(1, names.size())).conversation();
      owner.messages().send(room, Draft.text("hello"), Progress.none());
      owner.catchUp(CATCH_UP);
    }
    for (Person person : people) {
      try (Session session = person.open()) {
        session.catchUp(CATCH_UP);
        session.conversations().get(room);
      }
    }
    return List.of(room.text());
  }

  /// Everybody sends what waits and reads to the end, twice: what one sends last, others read last.
  private Outcome judge(List<Person> people, List<String> conversations)
      throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      for (Person person : people) {
        try (Session session = person.open()) {
          settle(session);
        }
      }
    }
    Verdict verdict = new Verdict(ledger);
    for (Person person : people) {
      try (Session session = person.open()) {
        settle(session);
        verdict.look(person.username(), session, conversations);
      }
    }
    return new Outcome(
        serverKills,
        clientKills,
        ledger.count(),
        ledger.waited(),
        verdict.shown(),
        verdict.lost(),
        verdict.doubled(),
        verdict.disordered(),
        verdict.undecryptable(),
        verdict.stillWaiting(),
        verdict.examples());
  }

  private static void settle(Session session) throws InterruptedException {
    session.stayConnected();
    long endsAt = System.nanoTime() + SETTLE.toNanos();
    boolean quiet = false;
    while (!quiet && System.nanoTime() < endsAt) {
      try {
        session.catchUp(CATCH_UP);
        quiet =
            session.accounts().status().waiting() == 0
                && session.accounts().status().undecryptable() == 0;
      } catch (ClientException notYet) {
        quiet = false;
      }
      if (!quiet) {
        Thread.sleep(200);
      }
    }
  }
}
