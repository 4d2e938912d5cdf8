package dev.wardroom.server.edge.socket;

import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Item;
import java.util.List;
import java.util.Optional;

/// Reads one device's mailbox for one connection. It remembers what it has handed out, ahead of
/// what is acknowledged.
public interface DeliveryReader {

  /// What waits next, at most so many items and about so many bytes; one item may be larger than
  /// the bytes given. `caughtUp` says that nothing is waiting beyond these. Blocking, on a virtual
  /// thread, never twice at the same time.
  Batch read(int itemsMax, int bytesMax);

  /// Turns a committed item into what this device receives, if it is the very next for it; empty
  /// when the mailbox must be read instead. Called under the session's monitor, when the device is
  /// caught up and nothing is reading: memory only, at once.
  Optional<Item> take(Object committed);

  /// The device saved everything up to and including a number. Called on the event loop: it notes
  /// and returns, and writes later together with others.
  void acknowledged(Acknowledgement acknowledgement);

  /// The connection ended. Called once, on any thread; quick.
  void close();

  /// What a reader found.
  record Batch(List<Item> items, boolean caughtUp) {}
}
