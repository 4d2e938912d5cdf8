package dev.wardroom.bench;

import dev.wardroom.bench.load.Load;
import dev.wardroom.bench.load.LoadNetwork;
import dev.wardroom.wire.ProtocolException;
import java.util.List;
import java.util.Map;

/// What a device downloads for 1 KiB of text, by the size of the room.
final class DownloadBench {
  private static final List<Integer> SIZES = List.of(2, 50, 500);
  private static final int MESSAGES = 60;
  private static final int PREKEYS = 70;

  private final Report report;

  DownloadBench(Report report) {
    this.report = report;
  }

  void run() throws ProtocolException {
    for (int members : SIZES) {
      try (ServerProcess server = ServerProcess.start(Map.of())) {
        LoadNetwork network = LoadNetwork.found(server.url(), server.ownerInvitation());
        try (Load load = new Load(network)) {
          report.say("registering " + members + " members …");
          Load.Download download = load.download(members, PREKEYS, MESSAGES);
          figure(members, "without a lease record", download.withoutRecord(), "≤ 1,924");
          figure(members, "with one", download.withRecord(), "≤ 3,924 (suite 2)");
        }
      }
    }
  }

  private void figure(int members, String kind, double bytes, String aim) {
    if (Double.isNaN(bytes)) {
      report.say("room of " + members + ": no message came " + kind);
      return;
    }
    report.figure(
        "download for 1 KiB of text, room of " + members + ", " + kind,
        bytes,
        "bytes",
        aim,
        "the item as it lies in the socket's frame, mean of up to " + MESSAGES + " messages");
  }
}
