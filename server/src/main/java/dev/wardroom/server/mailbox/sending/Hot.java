package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Conversations;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.store.ItemStore;
import dev.wardroom.server.mailbox.store.Lease;
import dev.wardroom.server.mailbox.store.LeaseStore;
import dev.wardroom.server.mailbox.store.Remembered;
import dev.wardroom.server.mailbox.store.SenderStore;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest state of conversations that are being written to, as the sending path needs it.
///
/// Note [Cached heads]. A place is changed inside a group, before its commit, and is right only if
/// the commit succeeds. Two things make that safe. Every send names, in the change that gives it
/// its position, the head and the epoch that it believed; if the row has others, the group rolls
/// back and runs again. And every rollback drops the places that the group touched, so that the
/// next run reads the database. A conversation's place is touched only in its turn of the shared
/// commit, so never by two threads at once. The head number names all that was accepted before, so
/// senders' counters and leases read at that head hold as long as it does.
///
/// The lock guards the map; it never covers a database call.
public final class Hot {
  /// Recent messages of a sender kept in memory; older ones are read again when a repeat asks.
  private static final int RECENT_KEPT = 4;

  private static final int LEASES_BEFORE_CLEANING = 32;

  private final Conversations conversations;
  private final SenderStore senders;
  private final LeaseStore leases;
  private final ItemStore items;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Audience.Name, Place> places;

  public Hot(
      Conversations conversations,
      SenderStore senders,
      LeaseStore leases,
      ItemStore items,
      int most) {
    this.conversations = conversations;
    this.senders = senders;
    this.leases = leases;
    this.items = items;
    this.most = most;
    this.places =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Audience.Name, Place> eldest) {
            return size() > Hot.this.most;
          }
        };
  }

  /// One conversation.
  public final class Place {
    private final Audience audience;
    private final Map<DeviceId, Remembered> remembered = new HashMap<>();
    private final Map<LeaseId, Lease> leased = new HashMap<>();
    private long headNumber;
    private volatile long oldest;

    private Place(Audience audience, long headNumber, long oldest) {
      this.audience = audience;
      this.headNumber = headNumber;
      this.oldest = oldest;
    }

    Audience audience() {
      return audience;
    }

    long headNumber() {
      return headNumber;
    }

    /// How many positions wait for the reader that is furthest behind, those apart that were
    /// emptied for their age.
    long waiting() {
      return headNumber - oldest + 1;
    }

    Remembered sender(Tx tx, DeviceId device) {
      Remembered known = remembered.get(device);
      if (known == null) {
        known = senders.load(tx, audience.name(), device);
        remembered.put(device, known);
      }
      return known;
    }

    /// Everything that is still remembered of a sender, read from the database where memory is
    /// short.
    Optional<Remembered.Sent> accepted(Tx tx, DeviceId device, MessageId id) {
      Remembered known = sender(tx, device);
      Optional<Remembered.Sent> found = known.find(id);
      if (found.isPresent() || known.isWhole()) {
        return found;
      }
      return senders.load(tx, audience.name(), device).find(id);
    }

    Optional<Lease> lease(Tx tx, LeaseId lease) {
      Lease known = leased.get(lease);
      if (known == null) {
        known = leases.find(tx, audience.name(), lease).orElse(null);
        if (known != null) {
          leased.put(lease, known);
        }
      }
      return Optional.ofNullable(known);
    }

    /// The next position is given to a message of this sender.
    void accepted(Tx tx, DeviceId device, Remembered.Sent sent, long now) {
      headNumber = sent.number();
      Remembered sender = sender(tx, device);
      sender.add(sent);
      if (leased.size() > LEASES_BEFORE_CLEANING) {
        leased.values().removeIf(lease -> lease.isOver(now));
      }
      tx.afterRollback(() -> drop(audience.name()));
      tx.afterCommit(() -> sender.trim(RECENT_KEPT));
    }
  }

  /// The conversation's place; empty when there is no such conversation.
  public Optional<Place> place(Tx tx, Audience.Name name) {
    Place known = get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Place> loaded =
        conversations
            .current(tx, name)
            .map(current ->
                new Place(
                    current.audience(),
                    current.row().headNumber(),
                    oldest(tx, name, current.row().headNumber())));
    loaded.ifPresent(place -> put(name, place));
    return loaded;
  }

  /// The first position at which a body may wait.
  private long oldest(Tx tx, Audience.Name name, long head) {
    long there = items.oldest(tx, name).map(ItemStore.Oldest::number).orElse(head + 1);
    return Math.max(there, items.emptied(tx, name) + 1);
  }

  /// The conversation changed by another way than a send.
  public void drop(Audience.Name name) {
    lock.lock();
    try {
      places.remove(name);
    } finally {
      lock.unlock();
    }
  }

  /// Everything before this position is gone or emptied.
  public void swept(Audience.Name name, long oldest) {
    Place known = get(name);
    if (known != null) {
      known.oldest = Math.max(known.oldest, oldest);
    }
  }

  private @Nullable Place get(Audience.Name name) {
    lock.lock();
    try {
      return places.get(name);
    } finally {
      lock.unlock();
    }
  }

  private void put(Audience.Name name, Place place) {
    lock.lock();
    try {
      places.put(name, place);
    } finally {
      lock.unlock();
    }
  }
}
