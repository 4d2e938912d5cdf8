package dev.wardroom.server.edge.socket;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.server.edge.EdgeLimits;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What was sent to a device and is not yet acknowledged. Guarded by its session's monitor. The
/// list is there only while something is in it: most devices are idle most of the time.
final class Window {
  private record Sent(ByteString conversation, long number, int bytes) {}

  private @Nullable ArrayDeque<Sent> sent;
  private int bytes;

  int itemsFree() {
    return EdgeLimits.WINDOW_ITEMS_MAX - (sent == null ? 0 : sent.size());
  }

  int bytesFree() {
    return EdgeLimits.WINDOW_BYTES_MAX - bytes;
  }

  boolean isOpen() {
    return itemsFree() > 0 && bytesFree() > 0;
  }

  void add(Item item) {
    if (sent == null) {
      sent = new ArrayDeque<>();
    }
    int size = item.getSerializedSize();
    sent.add(new Sent(item.getConversationId(), item.getNumber(), size));
    bytes += size;
  }

  /// Takes out what a cumulative acknowledgement covers.
  void acknowledge(Acknowledgement acknowledgement) {
    if (sent == null) {
      return;
    }
    Iterator<Sent> each = sent.iterator();
    while (each.hasNext()) {
      Sent one = each.next();
      if (one.number <= acknowledgement.getNumber()
          && one.conversation.equals(acknowledgement.getConversationId())) {
        bytes -= one.bytes;
        each.remove();
      }
    }
    if (sent.isEmpty()) {
      sent = null;
    }
  }
}
