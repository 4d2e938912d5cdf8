package dev.wardroom.e2e.points;

import dev.wardroom.cli.Main;
import dev.wardroom.e2e.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A `wardroom` command in a process of its own. Any thread may kill it.
final class KilledProcess {
  private static final long ENDS_SECONDS = 60;

  private final Process process;

  private KilledProcess(Process process) {
    this.process = process;
  }

  /// @param errors where standard error is appended
  static KilledProcess start(Path errors, String... arguments) {
    try {
      return new KilledProcess(
          JavaProcess.start(List.of(), errors, Main.class.getName(), arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly();
  }

  /// Answers a question that the command asks on its standard input.
  void type(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a command ended with.
  ///
  /// @param code its exit code; 137 when it was killed
  record Ended(int code, String out) {}

  Ended await() throws InterruptedException {
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(ENDS_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException("a command did not end");
      }
      return new Ended(process.exitValue(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
