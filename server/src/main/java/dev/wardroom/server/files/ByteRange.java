package dev.wardroom.server.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a `Range` header asks of a file (RFC 9110 §14). One range is honoured; several, and what
/// cannot be read, are ignored as the RFC allows, so that the whole file is sent.
sealed interface ByteRange {
  Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// The whole file: 200.
  record Whole() implements ByteRange {}

  /// A part: 206.
  record Part(long from, long length) implements ByteRange {
    String contentRange(long size) {
      return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
    }
  }

  /// Outside the file: 416.
  record Unsatisfiable() implements ByteRange {}

  static ByteRange parse(@Nullable String header, long size) {
    if (header == null) {
      return new Whole();
    }
    Matcher match = SINGLE.matcher(header.strip());
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return new Whole();
    }
    if (match.group(1).isEmpty()) {
      return suffix(Long.parseLong(match.group(2)), size);
    }
    long first = Long.parseLong(match.group(1));
    long last = match.group(2).isEmpty() ? size - 1 : Long.parseLong(match.group(2));
    if (!match.group(2).isEmpty() && last < first) {
      return new Whole();
    }
    if (first >= size) {
      return new Unsatisfiable();
    }
    return new Part(first, Math.min(last, size - 1) - first + 1);
  }

  private static ByteRange suffix(long wanted, long size) {
    if (wanted == 0 || size == 0) {
      return new Unsatisfiable();
    }
    long length = Math.min(wanted, size);
    return new Part(size - length, length);
  }
}
