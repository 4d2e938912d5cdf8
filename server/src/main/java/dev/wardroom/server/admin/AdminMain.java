package dev.wardroom.server.admin;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `wardroom admin [--data DIR] [--json] COMMAND …`: gives a command to the server that runs on
/// this machine.
public final class AdminMain {
  private static final int DONE = 0;
  private static final int USAGE = 2;
  private static final int REFUSED = 3;
  private static final int UNREACHABLE = 4;

  private final PrintStream out;
  private final PrintStream err;
  private boolean json;
  private Path data = Path.of(Optional.ofNullable(System.getenv("WARDROOM_DATA")).orElse("data"));

  AdminMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    System.exit(new AdminMain(System.out, System.err).run(List.of(args)));
  }

  /// Answers the exit code.
  int run(List<String> args) {
    List<String> command = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--json" -> json = true;
        case "--data" -> {
          if (i + 1 == args.size()) {
            return usage();
          }
          data = Path.of(args.get(++i));
        }
        default -> command.add(args.get(i));
      }
    }
    if (command.equals(List.of("--help")) || command.isEmpty()) {
      command = List.of("help");
      if (!json) {
        out.println("wardroom admin [--data DIR] [--json] COMMAND, where COMMAND is one of:");
      }
    }
    return command.getFirst().equals("restore")
        ? new LocalRestore(data, err, this::show).run(command.subList(1, command.size()))
        : give(withWholePath(command));
  }

  /// The server works in another folder than the administrator's shell.
  private static List<String> withWholePath(List<String> command) {
    List<String> whole = new ArrayList<>(command);
    int out = whole.indexOf("--out");
    if (out >= 0 && out + 1 < whole.size()) {
      whole.set(out + 1, Path.of(whole.get(out + 1)).toAbsolutePath().normalize().toString());
    }
    return whole;
  }

  private int usage() {
    err.println("wardroom admin [--data DIR] [--json] COMMAND …");
    return USAGE;
  }

  private int give(List<String> command) {
    Path socket = data.resolve(AdminDoor.SOCKET);
    try (SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Writer to = Channels.newWriter(server, StandardCharsets.UTF_8);
        BufferedReader from =
            new BufferedReader(Channels.newReader(server, StandardCharsets.UTF_8))) {
      AdminLines.write(to, Map.of("command", command));
      return show(from);
    } catch (IOException unreachable) {
      err.println(
          "No server answers at "
              + socket
              + ". Is it running, and is --data its folder? ("
              + unreachable.getMessage()
              + ")");
      return UNREACHABLE;
    }
  }

  private int show(BufferedReader from) throws IOException {
    while (true) {
      String line = from.readLine();
      if (line == null) {
        err.println("The server ended the command before it was done. Its log says more.");
        return UNREACHABLE;
      }
      Map<String, Object> message = AdminLines.parse(line);
      if (message.containsKey("done") && !message.containsKey("progress")) {
        return DONE;
      }
      if (message.get("refused") instanceof String refused) {
        err.println(json ? AdminLines.text(message) : refused);
        return "REASON_MALFORMED".equals(message.get("reason")) ? USAGE : REFUSED;
      }
      show(message);
    }
  }

  private void show(Map<String, Object> message) {
    if (message.get("progress") instanceof String what) {
      showProgress(what, message);
    } else if (json) {
      out.println(AdminLines.text(message.getOrDefault("json", Map.of())));
    } else {
      out.println(message.getOrDefault("text", ""));
    }
  }

  private void showProgress(String what, Map<String, Object> message) {
    if (json) {
      out.println(AdminLines.text(message));
      return;
    }
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
      err.print("\r" + what + " " + message.get("done") + " of " + message.get("total") + "   ");
      if (String.valueOf(message.get("done")).equals(String.valueOf(message.get("total")))) {
        err.println();
      }
    }
  }
}
