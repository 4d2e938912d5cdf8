package dev.wardroom.server.mailbox.delivery;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.EntryAppended;
import dev.wardroom.server.edge.socket.Deliveries;
import dev.wardroom.server.edge.socket.DeliveryReader;
import dev.wardroom.server.edge.socket.DeliveryReader.Batch;
import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.sending.MessageAccepted;
import dev.wardroom.server.mailbox.store.CursorStore;
import dev.wardroom.server.mailbox.store.ItemStore;
import dev.wardroom.server.mailbox.store.LeaseStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;

/// How messages and entries get out: to sockets from memory or from the database, and to calls.
public final class Delivery implements AutoCloseable {
  /// What delivery is made of.
  public record Parts(
      Database db,
      CursorStore cursors,
      ItemStore items,
      LeaseStore leases,
      Conversations conversations,
      Clock clock) {}

  /// An answer to a fetch.
  ///
  /// @param more something waits beyond these
  public record Fetched(List<Item> items, boolean more) {}

  private final Conversations conversations;
  private final Acknowledgements acknowledgements;
  private final Connections connections;
  private final Fanout fanout;

  public Delivery(Parts parts) {
    this.conversations = parts.conversations();
    this.acknowledgements = new Acknowledgements(parts.db(), parts.cursors());
    this.connections =
        new Connections(
            new MailReader.Parts(
                parts.db(),
                parts.cursors(),
                parts.items(),
                parts.leases(),
                acknowledgements,
                parts.clock(),
                closed -> {}));
    this.fanout = new Fanout(connections);
  }

  /// Begins to hand over.
  public void start() {
    fanout.start();
  }

  /// What the edge opens for each socket.
  public Deliveries deliveries() {
    return connections;
  }

  public Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  /// A message is durable; on the committing thread.
  public void accepted(MessageAccepted accepted) {
    fanout.accepted(accepted);
  }

  /// An entry is durable; on the committing thread. Entries are few: devices read them.
  public void appended(EntryAppended entry) {
    fanout.appended(entry);
  }

  /// Wakes connected devices for which something lies that nobody told them of; a step of a round
  /// that takes [MailboxLimits#CONNECTED_SWEEP].
  public void sweepConnected() {
    connections.sweep();
  }

  /// Somebody's devices changed; on the committing thread.
  public void devicesChanged(Conversations.DevicesChanged changed) {
    Thread.startVirtualThread(() -> tellContacts(changed));
  }

  private void tellContacts(Conversations.DevicesChanged changed) {
    Notice notice =
        Notice.newBuilder()
            .setWhat(Notice.What.WHAT_DEVICE_LIST)
            .setUserId(ByteString.copyFrom(changed.user().toArray()))
            .build();
    connections.notice(conversations.contacts(changed.network(), changed.user()), notice);
  }

  /// What waits for a device, and if nothing does, what comes within a while.
  public Fetched fetch(Caller caller, int itemsMax, long waitMillis) {
    int most = itemsMax == 0 ? MailboxLimits.BATCH_ITEMS_MAX : itemsMax;
    Semaphore news = connections.register(caller.device());
    try {
      Fetched found = read(caller, most);
      if (found.items().isEmpty() && waitMillis > 0 && awaited(news, waitMillis)) {
        return read(caller, most);
      }
      return found;
    } finally {
      connections.unregister(caller.device(), news);
    }
  }

  /// A reader as a call has it.
  public DeliveryReader readerOf(Caller caller) {
    return connections.once(caller);
  }

  private static boolean awaited(Semaphore news, long waitMillis) {
    return RequestContext.awaiting(() -> Connections.await(news, waitMillis));
  }

  private Fetched read(Caller caller, int itemsMax) {
    Batch batch = connections.once(caller).read(itemsMax, MailboxLimits.BATCH_BYTES_MAX);
    return new Fetched(batch.items(), !batch.caughtUp());
  }

  @Override
  public void close() {
    fanout.close();
    acknowledgements.write();
  }
}
