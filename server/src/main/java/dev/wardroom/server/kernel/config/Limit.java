package dev.wardroom.server.kernel.config;

import dev.wardroom.server.kernel.Check;

/// A named bound that an administrator may move within reason: `limits.<name>` in the
/// configuration.
///
/// @param name lower case with dashes, the room first: `mailbox-waiting-messages`
/// @param fallback the value when nobody sets one
/// @param min the least that makes sense
/// @param max the most that was thought through
/// @param unit for example `messages`, `bytes`, `seconds`
/// @param doc what happens when it is reached, in one sentence
public record Limit(String name, long fallback, long min, long max, String unit, String doc) {
  public Limit {
    Check.that(name.matches("[a-z0-9]+(-[a-z0-9]+)*"), "a limit's name is lower case with dashes");
    Check.that(min <= fallback && fallback <= max, "a limit's default lies between its bounds");
  }
}
