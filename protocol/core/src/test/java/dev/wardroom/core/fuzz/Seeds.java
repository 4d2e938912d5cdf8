package dev.wardroom.core.fuzz;

import dev.wardroom.core.vectors.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the vectors hold under a name, good and bad cases alike, in whichever file.
final class Seeds {
  private final List<JsonNode> files = new ArrayList<>();

  Seeds() {
    try (Stream<Path> all = Files.list(TestData.projectRoot().resolve("vectors"))) {
      for (Path file : all.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        files.add(JsonMapper.shared().readTree(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Byte strings, each once.
  List<byte[]> hex(String field) {
    return values(field).stream().map(HexFormat.of()::parseHex).toList();
  }

  /// Texts as bytes, each once.
  List<byte[]> texts(String field) {
    return values(field).stream().map(Seeds::bytes).toList();
  }

  static String text(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<String> values(String field) {
    List<String> found = new ArrayList<>();
    for (JsonNode file : files) {
      for (JsonNode node : file.findValues(field)) {
        if (node.isArray()) {
          node.forEach(item -> found.add(item.asString()));
        } else {
          found.add(node.asString());
        }
      }
    }
    return found.stream().distinct().toList();
  }
}
