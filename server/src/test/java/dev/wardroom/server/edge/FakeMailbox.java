package dev.wardroom.server.edge;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.socket.Deliveries;
import dev.wardroom.server.edge.socket.DeliveryReader;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.kernel.TemporaryFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// One conversation per device, in memory, with numbers from 1.
final class FakeMailbox implements Deliveries {
  static final ByteString CONVERSATION = ByteString.copyFrom(new byte[32]);

  final AtomicInteger reads = new AtomicInteger();

  /// How many further reads fail for a while.
  final AtomicInteger failures = new AtomicInteger();

  final Map<SignedInDevice, List<Item>> waiting = new ConcurrentHashMap<>();
  final Map<SignedInDevice, Long> acknowledged = new ConcurrentHashMap<>();

  /// Adds an item; the caller tells the connection.
  Item append(SignedInDevice device, int payloadBytes) {
    List<Item> items = waiting.computeIfAbsent(device, _ -> new ArrayList<>());
    synchronized (items) {
      Item item =
          Item.newBuilder()
              .setConversationId(CONVERSATION)
              .setNumber(items.size() + 1)
              .setMessage(
                  MessageItem.newBuilder().setPayload(ByteString.copyFrom(new byte[payloadBytes])))
              .build();
      items.add(item);
      return item;
    }
  }

  @Override
  public DeliveryReader open(SignedInDevice device, LiveDevice live) {
    return new Reader(device, acknowledged.getOrDefault(device, 0L));
  }

  private final class Reader implements DeliveryReader {
    private final SignedInDevice device;
    private long handedOut;

    private Reader(SignedInDevice device, long from) {
      this.device = device;
      this.handedOut = from;
    }

    @Override
    public Batch read(int itemsMax, int bytesMax) {
      reads.incrementAndGet();
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new TemporaryFailure("planted", null);
      }
      List<Item> items = waiting.computeIfAbsent(device, _ -> new ArrayList<>());
      synchronized (items) {
        List<Item> batch = new ArrayList<>();
        int bytes = 0;
        while (handedOut < items.size() && batch.size() < itemsMax && bytes < bytesMax) {
          Item next = items.get((int) handedOut);
          batch.add(next);
          bytes += next.getSerializedSize();
          handedOut++;
        }
        return new Batch(batch, handedOut == items.size());
      }
    }

    @Override
    public Optional<Item> take(Object committed) {
      Item item = (Item) committed;
      if (item.getNumber() != handedOut + 1) {
        return Optional.empty();
      }
      handedOut++;
      return Optional.of(item);
    }

    @Override
    public void acknowledged(Acknowledgement acknowledgement) {
      acknowledged.merge(device, acknowledgement.getNumber(), Math::max);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
