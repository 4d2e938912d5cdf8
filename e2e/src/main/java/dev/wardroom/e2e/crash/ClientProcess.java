package dev.wardroom.e2e.crash;

import dev.wardroom.e2e.JavaProcess;
import dev.wardroom.e2e.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [Talker] in a process of its own. One thread at a time.
final class ClientProcess {
  private static final long STOP_SECONDS = 60;

  private final Person person;
  private final List<String> conversations;
  private final Ledger ledger;
  private final Path log;
  private Process process;
  private Thread reader;
  private int life;

  ClientProcess(Person person, List<String> conversations, Ledger ledger, Path log)
      throws IOException {
    this.person = person;
    this.conversations = List.copyOf(conversations);
    this.ledger = ledger;
    this.log = log;
    this.process = begin();
    this.reader = read(process);
  }

  /// SIGKILL, then a new life with the same home.
  void killAndStart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
    process = begin();
    reader = read(process);
  }

  void stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    reader.join();
  }

  private Process begin() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(person.home().toString());
    arguments.add(person.username() + "-" + life++);
    arguments.addAll(conversations);
    return JavaProcess.start(
        List.of(), log, Talker.class.getName(), arguments.toArray(String[]::new));
  }

  private Thread read(Process from) {
    return Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader lines = from.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> ledger.note(person.username(), line));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (UncheckedIOException killed) {
            // The pipe of a killed process ends in the middle of a line.
            return;
          }
        });
  }
}
