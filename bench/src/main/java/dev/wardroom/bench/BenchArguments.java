package dev.wardroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What to measure and how long: names of parts (all without any), and `--key=value`.
record BenchArguments(
    List<String> parts, int seconds, int warmUpSeconds, int pairs, int members, int roomSenders) {
  static final String USAGE =
      "parts: crypto start idle accept latency room files (all without a name); "
          + "--seconds=30 --warm-up=10 --pairs=40 --members=500 --room-senders=8; --full is 5 minutes";

  static BenchArguments parse(String[] arguments) {
    List<String> parts = new ArrayList<>();
    Map<String, Integer> numbers =
        new TreeMap<>(
            Map.of("seconds", 30, "warm-up", 10, "pairs", 40, "members", 500, "room-senders", 8));
    for (String argument : arguments) {
      if (argument.equals("--full")) {
        numbers.put("seconds", 300);
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
        numbers.getOrDefault("room-senders", 0));
  }

  boolean wants(String part) {
    return parts.isEmpty() || parts.contains(part);
  }
}
