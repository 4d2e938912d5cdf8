package dev.wardroom.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// From the start of the process to the first answered request, on an existing store.
final class StartBench {
  private static final int STARTS = 5;

  private StartBench() {}

  static void run(Report report) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("wardroom-bench");
    ServerProcess.start(Map.of(), folder).stop();
    List<Double> seconds = new ArrayList<>();
    long resident = 0;
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      ServerProcess server = ServerProcess.start(Map.of(), folder);
      answer(server.url());
      seconds.add((System.nanoTime() - begun) / 1e9);
      resident = server.residentBytes();
      if (i < STARTS - 1) {
        server.stop();
      } else {
        server.close();
      }
    }
    seconds.sort(Double::compare);
    report.figure(
        "start to first answered request",
        seconds.get(STARTS / 2),
        "s",
        "< 2",
        "median of " + STARTS + " starts of bin/wardroom on an existing embedded store");
    report.figure(
        "resident memory of the empty server",
        resident / 1e6,
        "MB",
        "none",
        "VmRSS right after the first request");
  }

  private static void answer(URI url) throws IOException, InterruptedException {
    HttpResponse<Void> live =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(url.resolve("/live")).build(),
                HttpResponse.BodyHandlers.discarding());
    if (live.statusCode() != 200) {
      throw new IOException("not live");
    }
  }
}
