package dev.wardroom.server.admin;

import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.admin.AdminArguments;
import dev.wardroom.server.kernel.admin.AdminCommand;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.admin.AdminOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on the local socket and runs commands.
public final class AdminDoor implements AutoCloseable {
  /// The socket's name in the data folder.
  public static final String SOCKET = "admin.sock";

  static final int LINE_CHARS_MAX = 64 * 1024;
  private static final int ADMINISTRATORS_MAX = 8;
  private static final Duration FAILED_PAUSE = Duration.ofMillis(100);
  private static final Logger LOG = LoggerFactory.getLogger(AdminDoor.class);

  private final AdminCommands commands;
  private final Path path;
  private final ServerSocketChannel listening;
  private final Semaphore places = new Semaphore(ADMINISTRATORS_MAX);
  private final Thread thread;

  private AdminDoor(AdminCommands commands, Path path, ServerSocketChannel listening) {
    this.commands = commands;
    this.path = path;
    this.listening = listening;
    this.thread = Thread.ofPlatform().name("admin-door").daemon(true).start(this::accept);
  }

  /// Opens the door in a data folder that this process has locked; a socket left by a killed server
  /// is replaced.
  public static AdminDoor open(AdminCommands commands, Path data) throws IOException {
    Path path = data.resolve(SOCKET);
    Files.deleteIfExists(path);
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    return new AdminDoor(commands, path, listening);
  }

  private void accept() {
    acceptAll(listening::isOpen, listening::accept, this::admit);
  }

  /// Where the next administrator comes from.
  @FunctionalInterface
  interface Accepting {
    SocketChannel accept() throws IOException;
  }

  /// Takes administrators in until the door closes. A failure, too many open files for example, is
  /// waited out: a door that gave up could only be opened again by a restart.
  static void acceptAll(
      BooleanSupplier open, Accepting accepting, Consumer<SocketChannel> admitted) {
    while (open.getAsBoolean()) {
      try {
        admitted.accept(accepting.accept());
      } catch (ClosedChannelException closing) {
        return;
      } catch (IOException failure) {
        LOG.warn("the admin socket failed, tries again: {}", failure.getMessage());
        LockSupport.parkNanos(FAILED_PAUSE.toNanos());
      }
    }
  }

  private void admit(SocketChannel peer) {
    if (places.tryAcquire()) {
      // A backup reads an embedded store for minutes, which would hold a virtual thread's carrier.
      Thread.ofPlatform().name("admin-call").daemon(true).start(() -> serve(peer));
      return;
    }
    try {
      peer.close();
    } catch (IOException gone) {
      LOG.debug("an administrator's program went away");
    }
  }

  private void serve(SocketChannel peer) {
    try (peer;
        BufferedReader in =
            new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8), LINE_CHARS_MAX);
        Writer out = Channels.newWriter(peer, StandardCharsets.UTF_8)) {
      Optional<String> line = AdminLines.read(in, LINE_CHARS_MAX);
      if (line.isPresent()) {
        run(AdminLines.parseCommand(line.get()), out);
      }
    } catch (IOException | UncheckedIOException peerGone) {
      LOG.debug("an administrator's program went away");
    } finally {
      places.release();
    }
  }

  private void run(List<String> typed, Writer out) throws IOException {
    try {
      Optional<Found> found = find(typed);
      if (found.isEmpty()) {
        help(out);
      } else {
        Found command = found.get();
        command.command.action().run(new AdminArguments(command.rest), new Lines(out));
      }
      AdminLines.write(out, Map.of("done", true));
    } catch (Refusal refused) {
      AdminLines.write(out, Map.of("refused", refused.text(), "reason", refused.reason().name()));
    } catch (TemporaryFailure away) {
      AdminLines.write(
          out,
          Map.of(
              "refused",
              "The store does not answer: " + away.getMessage() + ".",
              "reason",
              "REASON_UNAVAILABLE"));
    } catch (UncheckedIOException peerGone) {
      throw peerGone.getCause();
    } catch (RuntimeException bug) {
      LOG.error("an admin command failed", bug);
      AdminLines.write(
          out,
          Map.of(
              "refused", "A fault of the server; its log says more.", "reason", "REASON_INTERNAL"));
    }
  }

  private record Found(AdminCommand command, List<String> rest) {}

  /// The longest name that the words begin with.
  private Optional<Found> find(List<String> typed) {
    for (int words = Math.min(3, typed.size()); words > 0; words--) {
      String name = String.join(" ", typed.subList(0, words));
      Optional<AdminCommand> command = commands.find(name);
      if (command.isPresent()) {
        return Optional.of(new Found(command.get(), typed.subList(words, typed.size())));
      }
    }
    return Optional.empty();
  }

  private void help(Writer out) throws IOException {
    for (AdminCommand command : commands.all()) {
      String usage = (command.name() + " " + command.arguments()).strip();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("command", command.name());
      json.put("arguments", command.arguments());
      json.put("summary", command.summary());
      AdminLines.write(
          out, Map.of("text", "  " + usage + "\n      " + command.summary(), "json", json));
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      Files.deleteIfExists(path);
      thread.join();
    } catch (IOException failure) {
      LOG.warn("the admin socket did not close: {}", failure.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// A command's output as JSON lines.
  private static final class Lines implements AdminOutput {
    private static final long PROGRESS_EVERY_NANOS = 100_000_000;

    private final Writer out;
    private long toldAt;

    private Lines(Writer out) {
      this.out = out;
    }

    @Override
    public void line(String text, Map<String, ?> json) {
      write(Map.of("text", text, "json", json));
    }

    @Override
    public void progress(String what, long done, long total) {
      long now = System.nanoTime();
      if (done < total && now - toldAt < PROGRESS_EVERY_NANOS) {
        return;
      }
      toldAt = now;
      write(Map.of("progress", what, "done", done, "total", total));
    }

    private void write(Map<String, ?> line) {
      try {
        AdminLines.write(out, line);
      } catch (IOException peerGone) {
        throw new UncheckedIOException(peerGone);
      }
    }
  }
}
