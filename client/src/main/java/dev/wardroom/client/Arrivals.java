package dev.wardroom.client;

import dev.wardroom.client.view.MessageView;
import java.time.Duration;
import java.util.List;

/// Everything that came from others and from the own other devices, one by one, each exactly once per reader: what a
/// script listens to. Reactions, edits, recalls and receipts are arrivals of their own here.
///
/// A reader is a name with a saved position in this home, so that a listener that was not running misses nothing.
public interface Arrivals {

  /// The next ones after the reader's saved position, in order of arrival; waits for the first.
  ///
  /// @return empty when nothing came in time
  List<MessageView> next(String reader, int max, Duration wait);

  /// Saves the reader's position: `arrival` of the last message that was taken care of.
  void done(String reader, long arrival);
}
