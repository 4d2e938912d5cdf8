package dev.wardroom.server.mailbox.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.edge.socket.DeliveryReader;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.store.CursorStore.Backlog;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.server.mailbox.store.WaitingItem;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one device's mailbox, for one connection or for one call.
///
/// It remembers, for each conversation that something was handed out of, the last position handed
/// out. Round robin: each conversation with something waiting gives a share in turn, direct ones
/// first.
///
/// Note [Handing over from memory]. A committed message is taken from memory only if the position
/// before it was handed out on this connection, or nothing of its conversation was. The second is
/// right because a session asks only while the device is caught up: at that moment everything
/// committed had been read, and everything committed since was offered in order. Own messages are
/// never handed out; their position counts as handed out if the one before was.
///
/// Its monitor guards its fields and is never held over I/O.
final class MailReader implements DeliveryReader {
  private static final int SHARE_MIN = 16;
  private static final int BACKLOGS_PER_READ = 1_000;
  private static final int LEASES_TOLD_MAX = 2_048;

  /// What readers share.
  record Parts(
      dev.wardroom.server.kernel.db.Database db,
      dev.wardroom.server.mailbox.store.CursorStore cursors,
      dev.wardroom.server.mailbox.store.ItemStore items,
      dev.wardroom.server.mailbox.store.LeaseStore leases,
      Acknowledgements acknowledgements,
      java.time.Clock clock,
      java.util.function.Consumer<MailReader> closed) {}

  private final Parts parts;
  private final Caller caller;

  // ---- guarded by this
  private final Map<Audience.Name, Long> handed = new HashMap<>();
  private final Map<LeaseId, Boolean> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LeaseId, Boolean> eldest) {
          return size() > LEASES_TOLD_MAX;
        }
      };

  MailReader(Parts parts, Caller caller) {
    this.parts = parts;
    this.caller = caller;
  }

  Caller caller() {
    return caller;
  }

  // ---- from the database

  @Override
  public Batch read(int itemsMax, int bytesMax) {
    return parts.db().read(tx -> read(tx, itemsMax, bytesMax));
  }

  private Batch read(Tx tx, int itemsMax, int bytesMax) {
    Deque<Stretch> stretches = new ArrayDeque<>();
    List<Backlog> backlogs =
        parts.cursors().backlogs(tx, caller.network(), caller.device(), BACKLOGS_PER_READ);
    for (Backlog backlog : backlogs) {
      long after = after(backlog);
      if (after < backlog.until()) {
        stretches.add(new Stretch(backlog, after));
      }
    }
    int share = Math.max(SHARE_MIN, itemsMax / Math.max(1, stretches.size()));
    Picked picked = new Picked(itemsMax, bytesMax);
    while (!stretches.isEmpty() && !picked.isFull()) {
      Stretch stretch = stretches.remove();
      readShare(tx, stretch, Math.min(share, picked.itemsLeft()), picked);
      if (stretch.after < stretch.backlog.until()) {
        stretches.add(stretch);
      }
    }
    return new Batch(picked.items, stretches.isEmpty() && backlogs.size() < BACKLOGS_PER_READ);
  }

  /// Whether something lies in the mailbox that was not handed out.
  boolean isBehind(Tx tx) {
    return parts
        .cursors()
        .backlogs(tx, caller.network(), caller.device(), BACKLOGS_PER_READ)
        .stream()
        .anyMatch(backlog -> after(backlog) < backlog.until());
  }

  private synchronized long after(Backlog backlog) {
    long pending = parts.acknowledgements().pending(backlog.name(), caller.device());
    return Math.max(Math.max(backlog.acked(), pending), handed.getOrDefault(backlog.name(), 0L));
  }

  private void readShare(Tx tx, Stretch stretch, int share, Picked picked) {
    Backlog backlog = stretch.backlog;
    ByteString conversation =
        UnsafeByteOperations.unsafeWrap(backlog.name().conversation().bytes().unsafeArray());
    int shard = backlog.slot() / Exchanges.SHARD_SLOTS;
    List<WaitingItem> rows =
        parts.items().read(tx, backlog.name(), shard, stretch.after, backlog.until(), share);
    boolean all = rows.size() < share;
    for (WaitingItem row : rows) {
      if (picked.isFull()) {
        all = false;
        break;
      }
      if (caller.device().equals(row.senderDevice())) {
        parts.acknowledgements().own(backlog.name(), caller.device(), row.number());
      } else {
        picked.add(item(tx, backlog, conversation, row));
      }
      stretch.after = row.number();
    }
    if (all) {
      stretch.after = backlog.until();
    }
    handedOut(backlog.name(), stretch.after);
  }

  private synchronized boolean wasHandedOut(Audience.Name name) {
    return handed.containsKey(name);
  }

  private synchronized void handedOut(Audience.Name name, long number) {
    handed.merge(name, number, Math::max);
  }

  private Item item(Tx tx, Backlog backlog, ByteString conversation, WaitingItem row) {
    Item.Builder item = Items.place(conversation, row);
    if (backlog.retention() && row.body().length > 0 && row.senderDevice() != null) {
      return message(tx, backlog, item, row);
    }
    return switch (row.kind()) {
      case ENTRY -> item.setEntrySigned(UnsafeByteOperations.unsafeWrap(row.body())).build();
      case EXPIRED -> item.setGone(Items.gone(row, Gone.Why.WHY_EXPIRED)).build();
      case WITHDRAWN -> item.setGone(Items.gone(row, Gone.Why.WHY_WITHDRAWN)).build();
      case MESSAGE -> message(tx, backlog, item, row);
    };
  }

  private Item message(Tx tx, Backlog backlog, Item.Builder item, WaitingItem row) {
    boolean expired = row.expiresAt() != 0 && row.expiresAt() <= parts.clock().millis();
    if (expired && !backlog.retention()) {
      return item.setGone(Items.gone(row, Gone.Why.WHY_EXPIRED)).build();
    }
    int exchange = Exchanges.find(row.slots(), backlog.slot());
    if (exchange < 0) {
      return item.setGone(Items.NOT_FOR_THIS_DEVICE).build();
    }
    LeaseId lease = Items.lease(row.leases(), Exchanges.leaseAt(row.slots(), exchange));
    MessageItem.Builder message =
        Items.shared(row.body()).toBuilder()
            .setLeaseId(UnsafeByteOperations.unsafeWrap(lease.bytes().unsafeArray()))
            .setSealed(Items.sealed(row.slots(), exchange));
    if (tell(lease)) {
      parts
          .leases()
          .record(tx, backlog.name(), lease, backlog.slot())
          .ifPresent(record -> message.setLeaseRecord(UnsafeByteOperations.unsafeWrap(record)));
    }
    return item.setMessage(message).build();
  }

  /// True when the lease was not named on this connection before; from now on it was.
  private synchronized boolean tell(LeaseId lease) {
    return told.putIfAbsent(lease, true) == null;
  }

  /// A conversation that is being read: how far.
  private static final class Stretch {
    private final Backlog backlog;
    private long after;

    private Stretch(Backlog backlog, long after) {
      this.backlog = backlog;
      this.after = after;
    }
  }

  /// What was picked for one batch.
  private static final class Picked {
    private final List<Item> items = new ArrayList<>();
    private final int itemsMax;
    private int bytesLeft;

    private Picked(int itemsMax, int bytesMax) {
      this.itemsMax = itemsMax;
      this.bytesLeft = bytesMax;
    }

    private boolean isFull() {
      return items.size() >= itemsMax || bytesLeft <= 0;
    }

    private int itemsLeft() {
      return itemsMax - items.size();
    }

    private void add(Item item) {
      items.add(item);
      bytesLeft -= item.getSerializedSize();
    }
  }

  // ---- from memory

  @Override
  public Optional<Item> take(Object committed) {
    return committed instanceof Committed message ? take(message) : Optional.empty();
  }

  private synchronized Optional<Item> take(Committed message) {
    long number = message.item().number();
    Long before = handed.get(message.name());
    if (before != null && before != number - 1) {
      return Optional.empty();
    }
    Optional<Audience.Place> place = message.audience().place(caller.device());
    if (place.isEmpty()) {
      return Optional.empty();
    }
    int slot = place.get().slot();
    int exchange = message.exchange(slot);
    if (exchange < 0) {
      handed.put(message.name(), number);
      return Optional.of(message.notForDevice());
    }
    LeaseId lease = message.lease(exchange);
    Optional<byte[]> record = Optional.empty();
    if (!told.containsKey(lease)) {
      record = message.record(slot);
      if (record.isEmpty()) {
        return Optional.empty();
      }
      told.put(lease, true);
    }
    handed.put(message.name(), number);
    return Optional.of(message.forDevice(exchange, record));
  }

  /// A message of this device itself took a position.
  void own(Audience.Name name, long number) {
    synchronized (this) {
      handed.computeIfPresent(name, (_, before) -> before == number - 1 ? number : before);
    }
    parts.acknowledgements().own(name, caller.device(), number);
  }

  // ---- acknowledgements

  @Override
  public void acknowledged(Acknowledgement acknowledgement) {
    Audience.Name name;
    try {
      name =
          caller.name(ConversationId.fromWire(acknowledgement.getConversationId().toByteArray()));
    } catch (ProtocolException broken) {
      throw new Refusal(Reason.REASON_MALFORMED, "An acknowledgement names no conversation.");
    }
    // Of a conversation that nothing was handed out of there is nothing to acknowledge: names that
    // a device invents would push out the acknowledgements of others.
    if (wasHandedOut(name)) {
      parts.acknowledgements().add(name, caller.device(), acknowledgement.getNumber());
    }
  }

  @Override
  public void close() {
    parts.closed().accept(this);
  }
}
