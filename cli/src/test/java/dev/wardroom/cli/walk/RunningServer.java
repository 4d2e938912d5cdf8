package dev.wardroom.cli.walk;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server's program in a process of its own, with a fresh data folder and a free port.
final class RunningServer {
  private final Process process;
  private final JsonNode ready;

  private RunningServer(Process process, JsonNode ready) {
    this.process = process;
    this.ready = ready;
  }

  static RunningServer start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.wardroom.server.app.Main",
                    "--data",
                    data.toString(),
                    "--port",
                    "0",
                    "--json"))
            .redirectError(data.resolveSibling("server.log").toFile())
            .start();
    BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not start: see " + data.getParent());
    }
    return new RunningServer(process, JsonMapper.builder().build().readTree(line));
  }

  String url() {
    return ready.get("url").asString();
  }

  String ownerInvitation() {
    return ready.get("ownerInvitation").asString();
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
