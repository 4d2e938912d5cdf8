package dev.wardroom.cli.chat.state;

import java.util.List;

/// The next state, and what is to be done.
public record Step(ChatState state, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  public static Step of(ChatState state, Effect... effects) {
    return new Step(state, List.of(effects));
  }
}
