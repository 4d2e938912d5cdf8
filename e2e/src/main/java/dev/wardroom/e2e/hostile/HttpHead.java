package dev.wardroom.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The first line and the header lines of one HTTP/1.1 request or answer.
record HttpHead(String first, List<String> lines) {
  private static final int BYTES_MAX = 64 * 1024;

  HttpHead {
    lines = List.copyOf(lines);
  }

  /// @return empty when the connection ends before a head begins
  static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int last = 0;
    while (last < 4) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      bytes.write(next);
      boolean continues = next == (last % 2 == 0 ? '\r' : '\n');
      last = continues ? last + 1 : (next == '\r' ? 1 : 0);
      if (bytes.size() > BYTES_MAX) {
        throw new IOException("a head without an end");
      }
    }
    List<String> all = bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
    return Optional.of(
        new HttpHead(all.getFirst(), all.stream().skip(1).filter(l -> !l.isEmpty()).toList()));
  }

  /// The second word of a request's first line.
  String path() {
    return first.split(" ", -1)[1];
  }

  Optional<String> header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  HttpHead with(String name, String value) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    List<String> changed = new ArrayList<>(lines);
    changed.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith(start));
    changed.add(name + ": " + value);
    return new HttpHead(first, changed);
  }

  /// The body that follows, by its length; to the end of the connection when none is given.
  byte[] body(InputStream in, boolean toTheEnd) throws IOException {
    Optional<String> length = header("Content-Length");
    if (length.isPresent()) {
      return in.readNBytes(Integer.parseInt(length.get()));
    }
    return toTheEnd ? in.readAllBytes() : new byte[0];
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder(first).append("\r\n");
    lines.forEach(line -> text.append(line).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
