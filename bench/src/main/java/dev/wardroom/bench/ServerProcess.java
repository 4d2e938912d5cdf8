package dev.wardroom.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real server as customers start it, on a free port, in a folder that goes with it.
public final class ServerProcess implements AutoCloseable {
  /// One machine plays all clients here, so that limits per address would be the figure.
  private static final Map<String, String> WIDE_OPEN =
      Map.ofEntries(
          Map.entry("WARDROOM_LIMITS_EDGE_GUESS_BURST", "1000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_GUESS_PER_MINUTE", "1000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_WRITE_BURST", "1000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_WRITE_PER_MINUTE", "10000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_READ_BURST", "1000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_READ_PER_MINUTE", "10000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_SEND_BURST", "1000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_SEND_PER_MINUTE", "10000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_CLAIM_BURST", "1000000"),
          Map.entry("WARDROOM_LIMITS_EDGE_CLAIM_PER_MINUTE", "10000000"));

  private final Process process;
  private final Path folder;
  private final URI url;
  private final String invitation;
  private final double readySeconds;

  private ServerProcess(
      Process process, Path folder, URI url, String invitation, double readySeconds) {
    this.process = process;
    this.folder = folder;
    this.url = url;
    this.invitation = invitation;
    this.readySeconds = readySeconds;
  }

  public static ServerProcess start(Map<String, String> environment) {
    try {
      return start(environment, Files.createTempDirectory("wardroom-bench"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static ServerProcess start(Map<String, String> environment, Path folder)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "bin/wardroom", "server", "--data", folder.toString(), "--port", "0", "--json");
    builder.environment().putAll(WIDE_OPEN);
    builder.environment().put("WARDROOM_HOST", "127.0.0.1");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long begun = System.nanoTime();
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server did not start");
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    JsonNode ready = JsonMapper.shared().readTree(line);
    return new ServerProcess(
        process,
        folder,
        URI.create(ready.get("url").asString()),
        ready.path("ownerInvitation").asString(""),
        seconds);
  }

  public URI url() {
    return url;
  }

  public Path folder() {
    return folder;
  }

  public String ownerInvitation() {
    return invitation;
  }

  /// From the start of the process to its ready line.
  public double readySeconds() {
    return readySeconds;
  }

  /// Resident memory of the process, in bytes.
  public long residentBytes() {
    return statusKib("VmRSS:") << 10;
  }

  /// Collects garbage in the server, so that what stays is what is needed.
  public void collectGarbage() throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd could not reach the server");
    }
  }

  /// CPU time that the process used so far.
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private long statusKib(String field) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
      return lines.stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Stops and leaves the folder.
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList());
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
