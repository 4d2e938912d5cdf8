package dev.wardroom.server.edge.socket;

import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.ServerFrame;
import dev.wardroom.server.edge.EdgeLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Frames between the threads that make them and the event loop that writes them. Items that
/// gathered in between become one frame: under load that saves most of the writes, and an idle
/// socket pays nothing. Thread-safe.
final class Pending {
  /// Items are put together up to this many bytes.
  private static final int MERGED_BYTES_MAX = EdgeLimits.QUEUE_BYTES_MAX / 4;

  /// A frame to write.
  ///
  /// @param counted what it counts in the socket's queue: the sizes of the frames it was made of
  record Outgoing(ServerFrame frame, int counted) {
    private boolean isOpenFor(Outgoing next) {
      return frame.hasItems() && next.frame.hasItems() && counted < MERGED_BYTES_MAX;
    }
  }

  private @Nullable List<Outgoing> frames;

  /// Adds a frame; true when the event loop must be asked to take.
  synchronized boolean add(ServerFrame frame, int size) {
    boolean first = frames == null;
    if (frames == null) {
      frames = new ArrayList<>(2);
    }
    frames.add(new Outgoing(frame, size));
    return first;
  }

  /// Takes everything, in order.
  List<Outgoing> take() {
    List<Outgoing> taken;
    synchronized (this) {
      taken = frames == null ? List.of() : frames;
      frames = null;
    }
    return taken.size() < 2 ? taken : merged(taken);
  }

  private static List<Outgoing> merged(List<Outgoing> frames) {
    List<Outgoing> fewer = new ArrayList<>(frames.size());
    int at = 0;
    while (at < frames.size()) {
      Outgoing first = frames.get(at);
      at++;
      if (at == frames.size() || !first.isOpenFor(frames.get(at))) {
        fewer.add(first);
        continue;
      }
      Items.Builder items = first.frame.getItems().toBuilder();
      int counted = first.counted;
      while (at < frames.size() && frames.get(at).frame.hasItems() && counted < MERGED_BYTES_MAX) {
        Items more = frames.get(at).frame.getItems();
        items.addAllItems(more.getItemsList()).setCaughtUp(more.getCaughtUp());
        counted += frames.get(at).counted;
        at++;
      }
      fewer.add(new Outgoing(ServerFrame.newBuilder().setItems(items).build(), counted));
    }
    return fewer;
  }
}
