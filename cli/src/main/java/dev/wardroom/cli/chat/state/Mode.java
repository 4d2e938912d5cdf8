package dev.wardroom.cli.chat.state;

import dev.wardroom.cli.text.Line;
import dev.wardroom.client.view.MessageRef;
import java.util.List;

/// What the keys go to.
public sealed interface Mode {
  /// The composer, or the selected message when there is one.
  record Writing() implements Mode {}

  /// The list of conversations, narrowed by what is typed.
  record Switching(String query, int index) implements Mode {}

  /// A page laid over the messages: help, members, devices, a safety number.
  record Reading(String title, List<Line> lines, int scroll) implements Mode {
    public Reading {
      lines = List.copyOf(lines);
    }
  }

  /// Messages that were found; Enter goes there.
  record Finding(String query, List<Found> found, int index) implements Mode {
    public Finding {
      found = List.copyOf(found);
    }
  }

  /// A question that is answered by `y` or anything else.
  record Asking(String question, Effect yes) implements Mode {}

  /// A message that was found, as one line.
  record Found(MessageRef message, Effect open, Line line) {}
}
