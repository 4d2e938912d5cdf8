package dev.wardroom.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// The `wardroom` command on one home, as a script would call it.
final class Command {
  private static final long POLL_MILLIS = 50;

  /// What one command printed and cost.
  record Outcome(List<String> lines, double seconds, long peakResidentBytes) {
    /// A field of the last line.
    String answer(String field) {
      return JsonMapper.shared().readTree(lines.getLast()).get(field).asString();
    }
  }

  private final Path home;

  Command(Path home) {
    this.home = home;
  }

  /// Throws IOException when the command does not end with exit code 0.
  Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bin/wardroom"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", home.toString(), "--json"));
    Path output = Files.createTempFile("wardroom-bench", ".out");
    try {
      long begun = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      long peak = 0;
      do {
        peak = Math.max(peak, peakBytes(process.pid()));
      } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (process.exitValue() != 0) {
        throw new IOException(
            arguments[0] + " ended with " + process.exitValue() + ": " + Files.readString(output));
      }
      return new Outcome(Files.readAllLines(output, StandardCharsets.UTF_8), seconds, peak);
    } finally {
      Files.delete(output);
    }
  }

  /// 0 when the process is gone, or where there is no /proc.
  private static long peakBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
