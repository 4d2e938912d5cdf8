package dev.wardroom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Prints figures with their aims and keeps them: a JSON line each in bench/results/DATE.jsonl.
public final class Report {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;

  public Report(Path folder) {
    this.folder = folder;
  }

  /// The machine, once at the top.
  public void machine() {
    System.out.println(Machine.text());
    System.out.println();
  }

  public void say(String text) {
    System.out.println(text);
  }

  /// One figure.
  ///
  /// @param aim what the project wants, in words
  /// @param method how it was measured, in words
  public void figure(String name, double value, String unit, String aim, String method) {
    String number = String.format(Locale.ROOT, value < 100 ? "%.3f" : "%.0f", value);
    System.out.printf(
        Locale.ROOT, "%-58s %12s %-14s aim: %s%n    %s%n", name, number, unit, aim, method);
    ObjectNode line = JSON.createObjectNode();
    line.put("time", Instant.now().toString());
    line.put("name", name);
    line.put("value", value);
    line.put("unit", unit);
    line.put("aim", aim);
    line.put("method", method);
    line.put("machine", Machine.text());
    append(JSON.writeValueAsString(line) + "\n");
  }

  private void append(String line) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(Instant.now().atZone(ZoneOffset.UTC).toLocalDate() + ".jsonl");
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
