package dev.wardroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a figure was measured on.
final class Machine {
  private Machine() {}

  static String text() {
    return String.format(
        "%s, %d cores, %d GiB, %s %s, Java %s, load %s",
        field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(field("/proc/meminfo", "MemTotal", "0 kB").replace(" kB", "")) >> 20,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        loadAverage());
  }

  private static String field(String file, String name, String otherwise) {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(otherwise);
  }

  private static String loadAverage() {
    List<String> lines = lines("/proc/loadavg");
    return lines.isEmpty() ? "unknown" : lines.getFirst().split(" ")[0];
  }

  /// Nothing where the system has no such file: macOS has no /proc.
  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
