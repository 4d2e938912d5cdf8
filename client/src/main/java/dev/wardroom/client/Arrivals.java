package dev.wardroom.client;

import dev.wardroom.client.view.MessageView;
import java.time.Duration;
import java.util.List;

/// What came from others and from the own other devices, one by one, each exactly once per reader:
/// what a script listens to. Texts, files, voice memos, locations, and also reactions, edits and
/// recalls, which are arrivals of their own here; what could not be opened arrives as such, and
/// once more when it was sent again. Receipts, room cards, membership and shared state are not
/// arrivals.
///
/// A reader is a name with a saved position in this home, so that a listener that was not running
/// misses nothing.
public interface Arrivals {

  /// The next ones after the reader's saved position, in order of arrival; waits for the first.
  ///
  /// @return empty when nothing came in time
  List<MessageView> next(String reader, int max, Duration wait);

  /// A new reader begins where another one is; one that has a position keeps it.
  void begin(String reader, String like);

  /// Saves the reader's position: `arrival` of the last message that was taken care of.
  void done(String reader, long arrival);
}
