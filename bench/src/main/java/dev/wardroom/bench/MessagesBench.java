package dev.wardroom.bench;

import dev.wardroom.bench.load.Load;
import dev.wardroom.bench.load.LoadNetwork;
import dev.wardroom.bench.load.Traffic;
import dev.wardroom.wire.ProtocolException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/// Accepted durable messages, latency, and deliveries in a room: server process and load on the
/// same cores.
final class MessagesBench {
  private static final int PREKEYS = 300;
  private static final int LATENCY_PER_SECOND = 1_000;

  private final Report report;
  private final BenchArguments arguments;

  MessagesBench(Report report, BenchArguments arguments) {
    this.report = report;
    this.arguments = arguments;
  }

  void accept(String engine) throws ProtocolException, IOException {
    onEngine(engine, this::acceptOn);
  }

  void latency(String engine) throws ProtocolException, IOException {
    onEngine(engine, this::latencyOn);
  }

  void room(String engine) throws ProtocolException, IOException {
    onEngine(engine, this::roomOn);
  }

  private interface Part {
    void run(String engine, ServerProcess server, LoadNetwork network) throws ProtocolException;
  }

  private void onEngine(String engine, Part part) throws ProtocolException, IOException {
    if (engine.equals("PostgreSQL")) {
      try (EmbeddedPostgres postgres = durablePostgres()) {
        String url = "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
        runPart(engine, Map.of("WARDROOM_DATABASE_URL", url), part);
      }
    } else {
      runPart(engine, Map.of(), part);
    }
  }

  /// The library switches durability off for tests; here it is what is measured.
  private static EmbeddedPostgres durablePostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("shared_buffers", "256MB")
        .start();
  }

  private static void runPart(String engine, Map<String, String> environment, Part part)
      throws ProtocolException {
    try (ServerProcess server = ServerProcess.start(environment)) {
      part.run(engine, server, LoadNetwork.found(server.url(), server.ownerInvitation()));
    }
  }

  private void acceptOn(String engine, ServerProcess server, LoadNetwork network)
      throws ProtocolException {
    try (Load load = new Load(network)) {
      report.say("registering " + 2 * arguments.pairs() + " users with two devices each …");
      load.pairs(arguments.pairs(), PREKEYS, false, true);
      fill(load);
      Traffic traffic = load.traffic();
      load.startAsFastAsAnswered();
      sleep(arguments.warmUpSeconds());
      Mark begin = Mark.of(traffic, server);
      sleep(arguments.seconds());
      Mark end = Mark.of(traffic, server);
      double seconds = end.secondsSince(begin);
      long accepted = end.accepted - begin.accepted;
      String aim = engine.equals("SQLite") ? "≥ 8,000" : "≥ 5,000";
      report.figure(
          "accepted durable 1:1 messages of 1 KiB, " + engine,
          accepted / seconds,
          "messages/s",
          aim + " on 2 cores with the load",
          String.format(
              Locale.ROOT,
              "%.0f s over %d waiting deliveries; %d devices, each waits for its answer; 3 recipients a message; %d claims; "
                  + "%.0f deliveries/s read and acknowledged, 10 %% of the sockets slow; "
                  + "server used %.2f cores; %d refusals, %d other outcomes",
              seconds,
              arguments.waiting(),
              4 * arguments.pairs(),
              end.claims - begin.claims,
              (end.delivered - begin.delivered) / seconds,
              (end.cpuSeconds - begin.cpuSeconds) / seconds,
              traffic.refused.sum(),
              traffic.otherOutcomes.sum()));
    }
  }

  /// What waits for absent devices while the others write: a store is never empty.
  private void fill(Load load) throws ProtocolException {
    if (arguments.waiting() > 0) {
      report.say("letting " + arguments.waiting() + " deliveries wait for absent devices …");
      load.letWait(arguments.waiting(), PREKEYS);
    }
  }

  private void latencyOn(String engine, ServerProcess server, LoadNetwork network)
      throws ProtocolException {
    try (Load load = new Load(network)) {
      load.pairs(arguments.pairs(), PREKEYS, true, false);
      load.startSteady(LATENCY_PER_SECOND);
      sleep(arguments.warmUpSeconds());
      load.traffic().latencies.clear();
      long before = load.traffic().accepted.sum();
      sleep(arguments.seconds());
      long accepted = load.traffic().accepted.sum() - before;
      String method =
          String.format(
              Locale.ROOT,
              "at %d accepted/s, from before the send to the receiving socket, same process",
              accepted / arguments.seconds());
      report.figure(
          "send to delivery, p50, " + engine,
          load.traffic().latencies.millis(0.5),
          "ms",
          "< 5 at 1,000/s",
          method);
      report.figure(
          "send to delivery, p99, " + engine,
          load.traffic().latencies.millis(0.99),
          "ms",
          "< 30 at 1,000/s",
          method);
    }
  }

  private void roomOn(String engine, ServerProcess server, LoadNetwork network)
      throws ProtocolException {
    try (Load load = new Load(network)) {
      report.say("registering " + arguments.members() + " members …");
      load.room(arguments.members(), arguments.roomSenders(), 60, true);
      load.startAsFastAsAnswered();
      sleep(arguments.warmUpSeconds());
      Mark begin = Mark.of(load.traffic(), server);
      sleep(arguments.seconds());
      Mark end = Mark.of(load.traffic(), server);
      report.figure(
          "deliveries in a room of " + arguments.members() + ", " + engine,
          (end.acknowledged - begin.acknowledged) / end.secondsSince(begin),
          "deliveries/s",
          "≥ 55,000",
          String.format(
              Locale.ROOT,
              "counted when acknowledged, %d sockets, %d senders, %.0f messages/s accepted; "
                  + "server used %.2f cores",
              arguments.members(),
              arguments.roomSenders(),
              (end.accepted - begin.accepted) / end.secondsSince(begin),
              (end.cpuSeconds - begin.cpuSeconds) / end.secondsSince(begin)));
    }
  }

  /// The counters at one moment.
  private record Mark(
      long nanos,
      long accepted,
      long claims,
      long delivered,
      long acknowledged,
      double cpuSeconds) {
    static Mark of(Traffic traffic, ServerProcess server) {
      return new Mark(
          System.nanoTime(),
          traffic.accepted.sum(),
          traffic.claims.sum(),
          traffic.delivered.sum(),
          traffic.acknowledged.sum(),
          server.cpuSeconds());
    }

    double secondsSince(Mark before) {
      return (nanos - before.nanos) / 1e9;
    }
  }

  static void sleep(int seconds) {
    try {
      Thread.sleep(seconds * 1_000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
