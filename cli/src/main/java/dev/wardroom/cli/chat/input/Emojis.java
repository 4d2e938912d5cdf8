package dev.wardroom.cli.chat.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of emoji, as typed between colons: `:thumbsup:` is 👍. The table is the resource
/// `emoji.txt`.
public final class Emojis {
  private static final Pattern NAMED = Pattern.compile(":([a-z0-9_+-]{2,32}):");
  private static final Map<String, String> BY_NAME = read();

  private Emojis() {}

  public static Optional<String> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// Every `:name:` in the text that is known replaced by its emoji; inside `` `code` `` nothing
  /// is.
  public static String replace(String text) {
    if (text.indexOf(':') < 0) {
      return text;
    }
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i += 2) {
      parts[i] =
          NAMED
              .matcher(parts[i])
              .replaceAll(match ->
                  Matcher.quoteReplacement(BY_NAME.getOrDefault(match.group(1), match.group())));
    }
    return String.join("`", parts);
  }

  /// Names that begin with `start`, then those that contain it; at most `max`.
  static List<String> matching(String start, int max) {
    List<String> first = BY_NAME.keySet().stream().filter(name -> name.startsWith(start)).toList();
    return java.util.stream.Stream.concat(
            first.stream(),
            BY_NAME.keySet().stream()
                .filter(name -> name.contains(start) && !name.startsWith(start)))
        .limit(max)
        .toList();
  }

  private static Map<String, String> read() {
    try (InputStream source = Emojis.class.getResourceAsStream("emoji.txt")) {
      String table =
          new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> names = new LinkedHashMap<>();
      table
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
              names.put(words[i], words[0]);
            }
          });
      return Collections.unmodifiableMap(names);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
