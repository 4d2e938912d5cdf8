package dev.wardroom.e2e.durability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The command that traces.
public final class Tracer {
  private static final String STRACE = "/usr/bin/strace";
  private static final long TRY_SECONDS = 20;

  private Tracer() {}

  /// Why tracing is impossible on this machine, in a line; empty when it works.
  public static Optional<String> missing() {
    try {
      Process process =
          new ProcessBuilder(STRACE, "-f", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      boolean ended = process.waitFor(TRY_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("strace may not trace here: the durability test is skipped");
    } catch (IOException absent) {
      return Optional.of("strace is not installed: the durability test is skipped");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("stopped");
    }
  }

  /// Put before a command.
  ///
  /// @param pretend whether syncs return without being made, as on a disk that lies
  public static List<String> command(Path output, boolean pretend) {
    List<String> plain =
        List.of(
            STRACE,
            "-f",
            "-yy",
            "-ttt",
            "-T",
            "-s",
            "0",
            "-e",
            TraceReader.CALLS,
            "-o",
            output.toString());
    if (!pretend) {
      return plain;
    }
    return Stream.concat(
            plain.stream(), java.util.stream.Stream.of("-e", "inject=fdatasync,fsync:retval=0"))
        .toList();
  }

  /// Follows running processes from now on.
  public static Process attach(Path output, List<Long> pids) throws IOException {
    List<String> command = new ArrayList<>(command(output, false));
    for (long pid : pids) {
      command.add("-p");
      command.add(Long.toString(pid));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
