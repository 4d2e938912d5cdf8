package dev.wardroom.server.mailbox;

import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.conversations.ConversationsRoutes.Counter;
import dev.wardroom.server.conversations.DeviceDirectory;
import dev.wardroom.server.conversations.EntryAppended;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.delivery.Delivery;
import dev.wardroom.server.mailbox.sending.Claims;
import dev.wardroom.server.mailbox.sending.Hot;
import dev.wardroom.server.mailbox.sending.MessageAccepted;
import dev.wardroom.server.mailbox.sending.Parcel;
import dev.wardroom.server.mailbox.sending.PrekeyDesk;
import dev.wardroom.server.mailbox.sending.SendOutcomes;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.server.mailbox.sending.Sending;
import dev.wardroom.server.mailbox.sending.Space;
import dev.wardroom.server.mailbox.store.CursorStore;
import dev.wardroom.server.mailbox.store.ItemStore;
import dev.wardroom.server.mailbox.store.LeaseStore;
import dev.wardroom.server.mailbox.store.SenderStore;
import dev.wardroom.server.mailbox.store.WaitingItem;
import dev.wardroom.server.networks.quotas.Quotas;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Mailboxes of ciphertext. The package comment has the picture. Thread-safe.
public final class Mailbox {
  private static final byte[] NOTHING = new byte[0];

  private final Database db;
  private final Clock clock;
  private final Conversations conversations;
  private final Sweeps.Stores stores =
      new Sweeps.Stores(new CursorStore(), new ItemStore(), new LeaseStore(), new SenderStore());
  private final Space space;
  private final SendOutcomes outcomes;
  private final Hot hot;
  private final Sending sending;
  private final Claims claims;
  private final Delivery delivery;

  /// Wires the mailbox and registers its background loops; [Delivery#start] begins to hand over.
  public Mailbox(
      Kernel kernel,
      Conversations conversations,
      DeviceDirectory directory,
      PrekeyDesk desk,
      Quotas quotas) {
    this.space = new Space(kernel, quotas);
    this.outcomes = new SendOutcomes(kernel.metrics());
    ItemStore items = stores.items();
    LeaseStore leases = stores.leases();
    this.db = kernel.db();
    this.clock = kernel.clock();
    this.conversations = conversations;
    this.hot =
        new Hot(
            conversations, stores.senders(), leases, items, MailboxLimits.HOT_CONVERSATIONS_MAX);
    this.sending = new Sending(hot, items, leases, directory, kernel.events(), space);
    this.claims = new Claims(kernel, leases, desk);
    this.delivery =
        new Delivery(new Delivery.Parts(db, stores.cursors(), items, leases, conversations, clock));
    kernel.events().after(MessageAccepted.class, delivery::accepted);
    kernel.events().within(EntryAppended.class, this::keepEntry);
    kernel.events().after(EntryAppended.class, delivery::appended);
    kernel.events().after(Conversations.DevicesChanged.class, delivery::devicesChanged);
    Sweeps sweeps =
        new Sweeps(kernel, stores, conversations, hot, delivery.acknowledgements(), space);
    sweeps.register();
    kernel
        .workers()
        .every(
            "mailbox-connected",
            MailboxLimits.CONNECTED_SWEEP_STEP,
            () -> {
              delivery.sweepConnected();
              return false;
            });
  }

  public Delivery delivery() {
    return delivery;
  }

  /// Takes a message. Returns once it is durable.
  public SendResult send(Caller caller, SendRequest request) {
    Parcel parcel = Parcel.of(caller, request);
    SendResult result =
        db.grouped(
            parcel.name().conversation().bytes().unsafeArray(),
            tx -> sending.send(tx, parcel, clock.millis()));
    if (result instanceof SendResult.Refused(Refusal refusal)) {
      throw refusal;
    }
    outcomes.count(result);
    return result;
  }

  /// Gives a lease with one prekey of each device asked for.
  ///
  /// @param wanted empty for all devices of the audience but the caller's own
  public Claimed claim(Caller caller, ConversationId conversation, Collection<DeviceId> wanted) {
    Audience audience = conversations.audience(caller, conversation);
    return new Claimed(audience, claims.claim(caller, audience, wanted));
  }

  /// A claim with the audience that it was for.
  public record Claimed(Audience audience, Claims.Claimed lease) {}

  /// A device's own counters in a range of its user's conversations, and the digests of its last
  /// messages there. Two queries, however many conversations.
  public Map<ConversationId, Counter> counters(Caller caller, byte[] after, byte[] until) {
    return db.read(tx ->
        stores
            .senders()
            .counters(
                tx,
                new SenderStore.Range(
                    caller.network(), caller.user(), caller.device(), after, until)));
  }

  /// Everything up to the number is saved on the device. Nothing happens where it does not read.
  public void acknowledge(Caller caller, ConversationId conversation, long number) {
    Audience.Name name = caller.name(conversation);
    boolean reads = db.read(tx -> stores.cursors().backlog(tx, name, caller.device()).isPresent());
    if (reads) {
      delivery.acknowledgements().add(name, caller.device(), number);
    }
  }

  /// What waits for a device without a socket.
  public Delivery.Fetched fetch(Caller caller, int itemsMax, long waitMillis) {
    return delivery.fetch(caller, itemsMax, waitMillis);
  }

  /// Deletes a waiting message of the caller's user; what a retention device has still to read is
  /// kept for it. A message that nobody has to fetch any more is none to be found: that is no
  /// error.
  public void withdraw(Caller caller, ConversationId conversation, MessageId message) {
    Audience.Name name = caller.name(conversation);
    conversations.audience(caller, conversation);
    // Found outside the shared commit: the search goes through everything that waits.
    Optional<Long> found = db.read(tx -> stores.items().find(tx, name, message, caller.user()));
    if (found.isPresent()) {
      db.grouped(
          conversation.toArray(),
          tx -> {
            Sweeps.retire(tx, stores, space, name, found.get(), WaitingItem.Kind.WITHDRAWN);
            return true;
          });
    }
  }

  /// An entry waits for the conversation's devices like a message.
  private void keepEntry(Tx tx, EntryAppended entry) {
    hot.drop(entry.name());
    tx.afterRollback(() -> hot.drop(entry.name()));
    stores
        .items()
        .appendNow(
            tx,
            entry.name(),
            new WaitingItem(
                entry.number(),
                WaitingItem.Kind.ENTRY,
                null,
                null,
                null,
                0,
                entry.acceptedAt(),
                0,
                NOTHING,
                NOTHING,
                entry.signed()));
    space.counts().add(tx, entry.name(), entry.signed().length);
    space.free(tx, entry.name().network(), -entry.signed().length);
  }
}
