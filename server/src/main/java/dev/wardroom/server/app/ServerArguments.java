package dev.wardroom.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command line of `wardroom server`.
///
/// @param overrides configuration keys that were given as options
record ServerArguments(
    boolean json, boolean help, Optional<Path> config, Map<String, String> overrides) {
  static final String USAGE =
      """
      wardroom server [--data DIR] [--port PORT] [--host ADDRESS] [--config FILE] [--json]

        --data DIR       folder for everything the server keeps (default: data)
        --port PORT      where to listen; 0 takes any free port (default: 8440)
        --host ADDRESS   address to listen on (default: 127.0.0.1, with TLS 0.0.0.0)
        --config FILE    configuration (default: wardroom.properties in the data folder)
        --json           when ready, one line of JSON on standard output
      """;

  /// The configuration's name in the data folder.
  static final String CONFIG_FILE = "wardroom.properties";

  static ServerArguments parse(List<String> args) {
    Map<String, String> overrides = new HashMap<>();
    Optional<Path> config = Optional.empty();
    boolean json = false;
    boolean help = false;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      switch (arg) {
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        case "--data", "--port", "--host" -> overrides.put(arg.substring(2), value(args, ++i, arg));
        case "--config" -> config = Optional.of(Path.of(value(args, ++i, arg)));
        default ->
            throw new StartProblem(
                StartProblem.USAGE, "wardroom server has no option " + arg + ".\n\n" + USAGE);
      }
    }
    return new ServerArguments(json, help, config, Map.copyOf(overrides));
  }

  /// The text of the configuration file; empty when there is none and none was named.
  String configText() {
    Path file = config.orElseGet(this::defaultFile);
    if (config.isEmpty() && Files.notExists(file)) {
      return "";
    }
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new StartProblem(
          StartProblem.USAGE, "The configuration file " + file + " cannot be read.");
    }
  }

  private Path defaultFile() {
    String data =
        overrides.getOrDefault("data", System.getenv().getOrDefault("WARDROOM_DATA", "data"));
    return Path.of(data).resolve(CONFIG_FILE);
  }

  private static String value(List<String> args, int at, String option) {
    if (at >= args.size()) {
      throw new StartProblem(StartProblem.USAGE, option + " needs a value.\n\n" + USAGE);
    }
    return args.get(at);
  }
}
