package dev.wardroom.server.kernel.admin;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was typed after a command: options `--name VALUE`, flags `--name`, and words. An option
/// that the command never asked for is refused by [#requireNothingElse].
public final class AdminArguments {
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();

  /// @param typed as on a command line; an option followed by another option is a flag
  public AdminArguments(List<String> typed) {
    for (int i = 0; i < typed.size(); i++) {
      String part = typed.get(i);
      if (!part.startsWith("--")) {
        words.add(part);
        continue;
      }
      int equals = part.indexOf('=');
      if (equals > 0) {
        options.put(part.substring(2, equals), part.substring(equals + 1));
        continue;
      }
      boolean valued = i + 1 < typed.size() && !typed.get(i + 1).startsWith("--");
      options.put(part.substring(2), valued ? typed.get(i + 1) : "");
      i += valued ? 1 : 0;
    }
  }

  /// The value of an option; refuses when it is missing.
  public String required(String name) {
    return optional(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> refused("Add --" + name + "."));
  }

  public Optional<String> optional(String name) {
    asked.add(name);
    return Optional.ofNullable(options.get(name));
  }

  /// Whether the flag was given.
  public boolean flag(String name) {
    return optional(name).isPresent();
  }

  /// A whole number; refuses anything else.
  public Optional<Long> number(String name) {
    return optional(name)
        .map(value -> {
          try {
            return Long.valueOf(value);
          } catch (NumberFormatException failure) {
            throw refused("--" + name + " takes a whole number.");
          }
        });
  }

  /// What was typed without a name.
  public List<String> words() {
    return List.copyOf(words);
  }

  /// Refuses options that were not asked for so far.
  public void requireNothingElse() {
    for (String name : options.keySet()) {
      if (!asked.contains(name)) {
        throw refused("This command has no option --" + name + ".");
      }
    }
  }

  private static Refusal refused(String text) {
    return new Refusal(Reason.REASON_MALFORMED, text);
  }
}
