package dev.wardroom.core.vectors.own;

import dev.wardroom.core.vectors.Tally;
import dev.wardroom.core.vectors.TestData;
import dev.wardroom.wire.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Runs every file of `vectors/`.
public final class OwnVectors {
  private OwnVectors() {}

  public static List<Tally> run() {
    List<Tally> tallies = new ArrayList<>();
    for (Path file : files()) {
      Tally tally = new Tally("Wardroom", file.getFileName().toString());
      for (JsonNode one : cases(file)) {
        runCase(one, tally);
      }
      tallies.add(tally);
    }
    return tallies;
  }

  /// A good case of which one field, a byte string, is varied.
  ///
  /// @param original the field's bytes in the case
  public record Varied(String operation, String field, byte[] original, ObjectNode input) {
    /// Runs the operation with other bytes in the field; throws what the protocol throws.
    public void run(byte[] bytes) throws ProtocolException {
      ObjectNode changed = input.deepCopy();
      changed.put(field, HexFormat.of().formatHex(bytes));
      Map<String, String> ignored = Operations.named(operation).run(new Fields(changed));
    }
  }

  /// The first good case of an operation in a file, to vary a field of it.
  public static Varied varied(String file, String operation, String field) {
    for (JsonNode one : cases(folder().resolve(file))) {
      if (one.has("output") && one.get("operation").asString().equals(operation)) {
        ObjectNode input = (ObjectNode) one.get("input");
        byte[] original = HexFormat.of().parseHex(input.get(field).asString());
        return new Varied(operation, field, original, input);
      }
    }
    throw new IllegalStateException("no good case of " + operation + " in " + file);
  }

  static Path folder() {
    return TestData.projectRoot().resolve("vectors");
  }

  static List<Path> files() {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode cases(Path file) {
    try {
      return JsonMapper.shared().readTree(Files.readString(file)).get("cases");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runCase(JsonNode one, Tally tally) {
    String name = one.get("name").asString();
    String expected = one.has("error") ? one.get("error").asString() : output(one).toString();
    String given = outcome(one.get("operation").asString(), new Fields(one.get("input")));
    tally.check(expected.equals(given), name + ": expected " + expected + ", was " + given);
  }

  private static Map<String, String> output(JsonNode one) {
    Map<String, String> output = new TreeMap<>();
    one.get("output").properties().forEach(p -> output.put(p.getKey(), p.getValue().asString()));
    return output;
  }

  /// The result's fields, or the name of the error.
  static String outcome(String operation, Fields input) {
    try {
      return new TreeMap<>(Operations.named(operation).run(input)).toString();
    } catch (ProtocolException e) {
      return e.error().name();
    }
  }
}
