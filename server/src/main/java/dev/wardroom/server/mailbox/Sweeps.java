package dev.wardroom.server.mailbox;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.delivery.Acknowledgements;
import dev.wardroom.server.mailbox.sending.Hot;
import dev.wardroom.server.mailbox.sending.Space;
import dev.wardroom.server.mailbox.store.CursorStore;
import dev.wardroom.server.mailbox.store.CursorStore.Head;
import dev.wardroom.server.mailbox.store.ItemStore;
import dev.wardroom.server.mailbox.store.LeaseStore;
import dev.wardroom.server.mailbox.store.SenderStore;
import dev.wardroom.server.mailbox.store.SenderStore.Folded;
import dev.wardroom.server.mailbox.store.WaitingItem.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// The mailbox's background loops.
///
/// - cursors: writes gathered acknowledgements, every half second.
/// - clear: deletes what all readers of a conversation have passed, where cursors moved.
/// - expire: empties messages whose time is over; their places stay, so that sequences can be
///   checked.
/// - round: walks through all conversations once an hour, for what the other loops cannot know of
///   after a restart: old messages, ended leases, cursors that moved before a crash.
final class Sweeps {
  private static final Duration CLEAR_EVERY = Duration.ofSeconds(5);
  private static final Duration EXPIRE_EVERY = Duration.ofSeconds(5);
  private static final Duration ROUND_EVERY = Duration.ofSeconds(10);
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final long ROUND_PAUSE_MILLIS = 3_600_000;
  private static final int CONVERSATIONS_PER_STEP = 100;

  /// The SQL that sweeps need.
  record Stores(CursorStore cursors, ItemStore items, LeaseStore leases, SenderStore senders) {}

  private final Kernel kernel;
  private final Database db;
  private final Clock clock;
  private final Stores stores;
  private final Conversations conversations;
  private final Hot hot;
  private final Acknowledgements acknowledgements;
  private final Space space;
  private final Queue<Audience.Name> moved = new ArrayDeque<>();
  private final Set<Audience.Name> queued = new HashSet<>();
  private byte[] roundNetwork = new byte[0];
  private byte[] roundConversation = new byte[0];
  private long nextRoundAt;

  Sweeps(
      Kernel kernel,
      Stores stores,
      Conversations conversations,
      Hot hot,
      Acknowledgements acknowledgements,
      Space space) {
    this.kernel = kernel;
    this.db = kernel.db();
    this.clock = kernel.clock();
    this.stores = stores;
    this.conversations = conversations;
    this.hot = hot;
    this.acknowledgements = acknowledgements;
    this.space = space;
  }

  void register() {
    kernel
        .workers()
        .every(
            "mailbox-cursors",
            MailboxLimits.ACKNOWLEDGE_EVERY,
            () -> {
              acknowledgements.write();
              return false;
            });
    kernel.workers().every("mailbox-clear", CLEAR_EVERY, this::clearMoved);
    kernel.workers().leased("mailbox-expire", EXPIRE_EVERY, LEASE, this::expire);
    kernel.workers().leased("mailbox-round", ROUND_EVERY, LEASE, this::round);
  }

  // ---- clear

  private boolean clearMoved() {
    for (Audience.Name name : acknowledgements.moved()) {
      if (queued.add(name)) {
        moved.add(name);
      }
    }
    for (int i = 0; i < CONVERSATIONS_PER_STEP && !moved.isEmpty(); i++) {
      Audience.Name name = moved.remove();
      queued.remove(name);
      clear(name);
    }
    return !moved.isEmpty();
  }

  /// What all readers have passed goes, once their senders' rows remember it.
  private void clear(Audience.Name name) {
    boolean more = true;
    while (more) {
      more = db.grouped(name.conversation().toArray(), tx -> clear(tx, name));
    }
  }

  private boolean clear(Tx tx, Audience.Name name) {
    emptyKept(tx, name);
    Optional<Long> oldest = stores.items().oldest(tx, name).map(ItemStore.Oldest::number);
    if (oldest.isEmpty()) {
      return false;
    }
    long floor = stores.cursors().floor(tx, name).orElse(Long.MAX_VALUE);
    if (floor < oldest.get()) {
      return stores.senders().unfolded(tx, name) > MailboxLimits.UNFOLDED_MAX
          && stores.senders().fold(tx, name).more();
    }
    Folded folded = stores.senders().fold(tx, name);
    long done = Math.min(floor, folded.number());
    long upTo = Math.min(done, oldest.get() + MailboxLimits.SWEEP_ROWS - 1);
    if (upTo < oldest.get()) {
      return folded.more();
    }
    freed(tx, space, name, space.counts().between(tx, name, 0, upTo));
    stores.items().delete(tx, name, upTo);
    stores.leases().drop(tx, name, upTo);
    conversations.releaseSlots(tx, name, upTo + 1);
    tx.afterCommit(() -> hot.swept(name, upTo + 1));
    return folded.more() || upTo < done;
  }

  /// What was kept for retention only goes as soon as that has read it, whoever else is behind.
  private void emptyKept(Tx tx, Audience.Name name) {
    if (stores.items().emptyKept(tx, name) > 0) {
      space.free(tx, name.network(), -space.counts().recount(tx, name));
    }
  }

  private static void freed(Tx tx, Space space, Audience.Name name, long bytes) {
    space.counts().add(tx, name, -bytes);
    space.free(tx, name.network(), bytes);
  }

  // ---- expire

  private boolean expire() {
    long now = clock.millis();
    List<ItemStore.Place> due =
        db.read(tx -> stores.items().expired(tx, now, MailboxLimits.SWEEP_ROWS));
    db.tx(tx -> {
      // By conversation, as shared commits go, so that neither waits for the other's rows.
      due.stream()
          .sorted(Comparator.comparing(place -> place.name().conversation().bytes()))
          .forEach(place -> expire(tx, place));
      return due.size();
    });
    return due.size() == MailboxLimits.SWEEP_ROWS;
  }

  /// What retention has not read is kept for it, and gone for all others.
  private void expire(Tx tx, ItemStore.Place place) {
    retire(tx, stores, space, place.name(), place.number(), Kind.EXPIRED);
  }

  static void retire(Tx tx, Stores stores, Space space, Audience.Name name, long number, Kind why) {
    boolean read =
        stores.cursors().retentionFloor(tx, name).map(floor -> floor >= number).orElse(true);
    if (read) {
      freed(tx, space, name, space.counts().between(tx, name, number, number));
      stores.items().empty(tx, name, number, why);
    } else {
      stores.items().keepForRetention(tx, name, number, why);
    }
  }

  // ---- round

  private boolean round() {
    long now = clock.millis();
    settleLeases(now - MailboxLimits.LEASE_SETTLED_AFTER.toMillis());
    if (now < nextRoundAt) {
      return false;
    }
    List<Head> page =
        db.read(tx ->
            stores.cursors().heads(tx, roundNetwork, roundConversation, CONVERSATIONS_PER_STEP));
    page.forEach(head -> visit(head, now));
    if (page.size() < CONVERSATIONS_PER_STEP) {
      roundNetwork = new byte[0];
      roundConversation = new byte[0];
      nextRoundAt = now + ROUND_PAUSE_MILLIS;
      return false;
    }
    Head last = page.getLast();
    roundNetwork = last.name().network().toArray();
    roundConversation = last.name().conversation().toArray();
    return true;
  }

  /// A send that was decided before its lease's end may be committed after it, so leases are
  /// settled some time later: the position that is written is then behind every message that names
  /// them.
  private void settleLeases(long endedBefore) {
    int settled = MailboxLimits.SWEEP_ROWS;
    while (settled == MailboxLimits.SWEEP_ROWS) {
      List<LeaseStore.Over> over =
          db.read(tx -> stores.leases().ended(tx, endedBefore, MailboxLimits.SWEEP_ROWS));
      settled = over.isEmpty() ? 0 : settle(over);
    }
  }

  private int settle(List<LeaseStore.Over> over) {
    return db.tx(tx -> {
      over.forEach(lease -> stores.leases().settle(tx, lease));
      return over.size();
    });
  }

  private void visit(Head head, long now) {
    boolean more = true;
    while (more) {
      more = db.grouped(head.name().conversation().toArray(), tx -> age(tx, head, now));
    }
    clear(head.name());
  }

  /// After 30 days a message goes and its place stays; after 90 days the place goes, and cursors
  /// that stood before it pass it. A bounded step; true when another is to follow.
  private boolean age(Tx tx, Head head, long now) {
    Audience.Name name = head.name();
    Folded folded = stores.senders().fold(tx, name);
    long read = stores.cursors().retentionFloor(tx, name).orElse(head.number());
    boolean emptied = emptyOld(tx, name, read, now - MailboxLimits.WAITING_MILLIS_MAX);
    stores.items().emptyKept(tx, name);
    boolean forgot = forgetOlder(tx, name, Math.min(read, folded.number()), now);
    space.free(tx, name.network(), -space.counts().recount(tx, name));
    long gone =
        stores.items().oldest(tx, name).map(oldest -> oldest.number() - 1).orElse(head.number());
    stores.cursors().passGone(tx, name, gone);
    stores.leases().drop(tx, name, gone);
    conversations.releaseSlots(tx, name, gone + 1);
    long swept = Math.max(gone, stores.items().emptied(tx, name)) + 1;
    tx.afterCommit(() -> hot.swept(name, swept));
    return folded.more() || emptied || forgot;
  }

  private boolean emptyOld(Tx tx, Audience.Name name, long until, long before) {
    ItemStore items = stores.items();
    long emptied = items.emptied(tx, name);
    List<ItemStore.Aged> first = items.aged(tx, name, emptied, until, 1);
    if (first.isEmpty() || first.getFirst().acceptedAt() >= before) {
      return false;
    }
    List<ItemStore.Aged> old =
        items.aged(tx, name, emptied, until, MailboxLimits.SWEEP_ROWS).stream()
            .takeWhile(item -> item.acceptedAt() < before)
            .toList();
    old.stream()
        .filter(item -> item.kind() == Kind.MESSAGE)
        .forEach(item -> items.empty(tx, name, item.number(), Kind.EXPIRED));
    items.setEmptied(tx, name, old.getLast().number());
    return old.size() == MailboxLimits.SWEEP_ROWS;
  }

  private boolean forgetOlder(Tx tx, Audience.Name name, long until, long now) {
    long before = now - MailboxLimits.GONE_MILLIS_MAX;
    Optional<ItemStore.Oldest> oldest = stores.items().oldest(tx, name);
    if (oldest.isEmpty() || oldest.get().acceptedAt() >= before) {
      return false;
    }
    long step = Math.min(until, oldest.get().number() + MailboxLimits.SWEEP_ROWS - 1);
    return stores.items().deleteOlder(tx, name, step, before) > 0;
  }
}
