package dev.wardroom.bench;

import dev.wardroom.bench.load.Load;
import dev.wardroom.bench.load.LoadNetwork;
import dev.wardroom.bench.load.LoadUser;
import dev.wardroom.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a connected device that says nothing costs the server, plain and over TLS.
///
/// Every device is a real one: it registered, signed in by its key and was welcomed. The memory is
/// that of the process after its garbage was collected, before and with the sockets.
final class IdleBench {
  private static final int DEVICES_PER_USER = 5;
  private static final int PREKEYS = 1;
  private static final int SETTLE_SECONDS = 5;

  private final Report report;
  private final BenchArguments arguments;

  IdleBench(Report report, BenchArguments arguments) {
    this.report = report;
    this.arguments = arguments;
  }

  void run() throws ProtocolException, IOException, InterruptedException {
    measure("plain", Map.of(), "≤ 14");
    Path folder = Files.createTempDirectory("wardroom-bench-tls");
    try {
      measure("TLS", SelfSigned.in(folder), "none; beside the plain one");
    } finally {
      SelfSigned.remove(folder);
    }
  }

  private void measure(String kind, Map<String, String> environment, String aim)
      throws ProtocolException, IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(environment)) {
      LoadNetwork network = LoadNetwork.found(server.url(), server.ownerInvitation());
      report.say("registering " + arguments.idle() + " devices …");
      List<LoadUser.LoadDevice> devices = new ArrayList<>();
      for (int i = 0; devices.size() < arguments.idle(); i++) {
        devices.addAll(network.user("idle" + i, DEVICES_PER_USER, PREKEYS).devices());
      }
      try (Load load = new Load(network)) {
        long empty = settled(server);
        devices.forEach(device -> load.connect(device, false));
        long full = settled(server);
        report.figure(
            "resident memory of an idle device, " + kind,
            (full - empty) / 1024.0 / devices.size(),
            "KiB",
            aim,
            devices.size()
                + " welcomed devices; VmRSS after a full collection, "
                + full / 1_000_000
                + " MB, less "
                + empty / 1_000_000
                + " MB before they connected");
      }
    }
  }

  private static long settled(ServerProcess server) throws IOException, InterruptedException {
    server.collectGarbage();
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    server.collectGarbage();
    return server.residentBytes();
  }
}
