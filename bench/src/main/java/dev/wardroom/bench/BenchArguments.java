package dev.wardroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What to measure and how long: names of parts (all without any), and `--key=value`.
record BenchArguments(
    List<String> parts,
    int seconds,
    int warmUpSeconds,
    int pairs,
    int members,
    int roomSenders,
    int waiting,
    int idle,
    int fileMebibytes) {
  static final String USAGE =
      "parts: start memory idle download accept latency room files (all without a name); "
          + "engines: sqlite postgresql (both without a name); "
          + "--seconds=30 --warm-up=30 --pairs=40 --members=500 --room-senders=8 "
          + "--waiting=0 --idle=1000 --file-mebibytes=1024; "
          + "--full is 5 minutes, over a million waiting deliveries, and 10000 idle devices";

  static BenchArguments parse(String[] arguments) {
    List<String> parts = new ArrayList<>();
    Map<String, Integer> numbers =
        new TreeMap<>(
            Map.of(
                "seconds", 30,
                "warm-up", 30,
                "pairs", 40,
                "members", 500,
                "room-senders", 8,
                "waiting", 0,
                "idle", 1_000,
                "file-mebibytes", 1_024));
    for (String argument : arguments) {
      if (argument.equals("--full")) {
        numbers.putAll(Map.of("seconds", 300, "waiting", 1_000_000, "idle", 10_000));
      } else if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        String key = argument.substring(2, Math.max(2, equals));
        if (!numbers.containsKey(key)) {
          throw new IllegalArgumentException("unknown option " + argument + "; " + USAGE);
        }
        numbers.put(key, Integer.parseInt(argument.substring(equals + 1)));
      } else {
        parts.add(argument);
      }
    }
    return new BenchArguments(
        parts,
        numbers.getOrDefault("seconds", 0),
        numbers.getOrDefault("warm-up", 0),
        numbers.getOrDefault("pairs", 0),
        numbers.getOrDefault("members", 0),
        numbers.getOrDefault("room-senders", 0),
        numbers.getOrDefault("waiting", 0),
        numbers.getOrDefault("idle", 0),
        numbers.getOrDefault("file-mebibytes", 0));
  }

  private static final Map<String, String> ENGINES =
      new TreeMap<>(Map.of("sqlite", "SQLite", "postgresql", "PostgreSQL"));

  boolean wants(String part) {
    return ENGINES.keySet().containsAll(parts) || parts.contains(part);
  }

  /// The engines to measure on, embedded one first.
  List<String> engines() {
    List<String> named =
        List.copyOf(ENGINES.keySet()).reversed().stream().filter(parts::contains).toList();
    return (named.isEmpty() ? List.of("sqlite", "postgresql") : named)
        .stream().map(name -> ENGINES.getOrDefault(name, name)).toList();
  }
}
