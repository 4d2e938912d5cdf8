package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.input.Key;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.client.Events.Event;
import java.util.List;
import java.util.function.UnaryOperator;

/// What the loop waits for.
sealed interface Input {
  record Pressed(Key key) implements Input {}

  /// The terminal has another size.
  record Resized() implements Input {}

  record Happened(List<Event> events) implements Input {}

  /// Something was read or done; the state changes accordingly.
  record Changed(UnaryOperator<ChatState> change) implements Input {}

  /// The terminal is gone, or the process is told to end.
  record Ended() implements Input {}
}
