package dev.wardroom.core.vectors.own;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One file being made. A good case's output is computed; a refused case is refused with the error
/// that its writer means, or the generator stops.
final class VectorFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final String name;
  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode cases;

  VectorFile(String name, String description) {
    this.name = name;
    root.put("description", description);
    cases = root.putArray("cases");
  }

  static ObjectNode fields() {
    return JSON.createObjectNode();
  }

  void good(String caseName, String operation, ObjectNode input) {
    ObjectNode one = begin(caseName, operation, input);
    try {
      Map<String, String> output =
          new TreeMap<>(Operations.named(operation).run(new Fields(input)));
      ObjectNode node = one.putObject("output");
      output.forEach(node::put);
    } catch (ProtocolException e) {
      throw new IllegalStateException(caseName + " is refused", e);
    }
  }

  void refused(String caseName, String operation, ObjectNode input, ProtocolError error) {
    String given = OwnVectors.outcome(operation, new Fields(input));
    if (!given.equals(error.name())) {
      throw new IllegalStateException(caseName + ": meant " + error + ", was " + given);
    }
    begin(caseName, operation, input).put("error", error.name());
  }

  /// A changed copy of a good input is refused.
  void refused(
      String caseName,
      String operation,
      ObjectNode good,
      Consumer<ObjectNode> change,
      ProtocolError error) {
    ObjectNode changed = good.deepCopy();
    change.accept(changed);
    refused(caseName, operation, changed, error);
  }

  private ObjectNode begin(String caseName, String operation, ObjectNode input) {
    ObjectNode one = cases.addObject();
    one.put("name", caseName).put("operation", operation);
    one.set("input", input);
    return one;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), JSON.writeValueAsString(root) + "\n");
  }

  /// The hexadecimal field with one bit changed, counted from the end when negative.
  static void flip(ObjectNode node, String field, int at) {
    byte[] bytes = java.util.HexFormat.of().parseHex(node.get(field).asString());
    bytes[at < 0 ? bytes.length + at : at] ^= 1;
    node.put(field, MessageOperations.hex(bytes));
  }

  /// One byte less.
  static void cut(ObjectNode node, String field) {
    String text = node.get(field).asString();
    node.put(field, text.substring(0, text.length() - 2));
  }

  /// One byte more.
  static void extend(ObjectNode node, String field) {
    node.put(field, node.get(field).asString() + "00");
  }
}
