package dev.wardroom.server.admin;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// JSON, a line each.
final class AdminLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AdminLines() {}

  /// A line, without its end; empty at the end of the stream.
  static Optional<String> read(Reader in, int charsMax) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
      }
      if (next == '\n') {
        return Optional.of(line.toString());
      }
      if (line.length() == charsMax) {
        throw new IOException("a line is too long");
      }
      line.append((char) next);
    }
  }

  static void write(Writer out, Map<String, ?> line) throws IOException {
    out.write(JSON.writeValueAsString(line));
    out.write('\n');
    out.flush();
  }

  static String text(Object value) {
    return JSON.writeValueAsString(value);
  }

  static Map<String, Object> parse(String line) throws IOException {
    try {
      return JSON.readValue(line, new TypeReference<Map<String, Object>>() {});
    } catch (JacksonException malformed) {
      throw new IOException("a line is not JSON", malformed);
    }
  }

  /// The words of a command line.
  static List<String> parseCommand(String line) throws IOException {
    if (!(parse(line).get("command") instanceof List<?> words)) {
      throw new IOException("a line has no command");
    }
    return words.stream().map(String::valueOf).toList();
  }
}
