package dev.wardroom.bench;

import dev.wardroom.bench.load.Load;
import dev.wardroom.bench.load.LoadNetwork;
import dev.wardroom.wire.ProtocolException;
import java.util.Map;

/// Resident memory of a server whose users are at work, on the embedded store.
final class MemoryBench {
  /// A pair is two users; a hundred users at work write about this much together.
  private static final int PAIRS = 50;

  private static final int MESSAGES_PER_SECOND = 20;

  private static final int PREKEYS = 100;

  private final Report report;
  private final BenchArguments arguments;

  MemoryBench(Report report, BenchArguments arguments) {
    this.report = report;
    this.arguments = arguments;
  }

  void run() throws ProtocolException {
    try (ServerProcess server = ServerProcess.start(Map.of())) {
      LoadNetwork network = LoadNetwork.found(server.url(), server.ownerInvitation());
      try (Load load = new Load(network)) {
        report.say("registering " + 2 * PAIRS + " users with two devices each …");
        load.pairs(PAIRS, PREKEYS, true, true);
        load.startSteady(MESSAGES_PER_SECOND);
        MessagesBench.sleep(arguments.warmUpSeconds() + arguments.seconds());
        report.figure(
            "resident memory with 100 active users",
            server.residentBytes() / 1e6,
            "MB",
            "< 300",
            "VmRSS while 200 connected devices send "
                + MESSAGES_PER_SECOND
                + " messages a second together, right after all of them registered");
      }
    }
  }
}
