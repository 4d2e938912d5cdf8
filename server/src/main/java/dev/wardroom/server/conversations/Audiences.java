package dev.wardroom.server.conversations;

import dev.wardroom.server.conversations.DeviceDirectory.ListedUser;
import dev.wardroom.server.conversations.ReaderStore.MemberRow;
import dev.wardroom.server.conversations.ReaderStore.Reader;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Audiences kept in memory, bounded by the number of their devices; the one used longest ago goes
/// first.
///
/// A kept audience is never trusted by itself: whoever uses it compares its epoch with the
/// conversation's row, in the transaction. So an old one costs a reload and nothing else. One that
/// was loaded in a transaction that rolls back is forgotten: another change may be given the epoch.
///
/// Thread-safe. The lock guards the map only.
final class Audiences {
  private final ConversationStore conversations;
  private final ReaderStore readers;
  private final DeviceDirectory directory;
  private final int devicesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Audience.Name, Audience> kept = new LinkedHashMap<>(64, 0.75f, true);
  private int devices;

  Audiences(
      ConversationStore conversations,
      ReaderStore readers,
      DeviceDirectory directory,
      int devicesMax) {
    this.conversations = conversations;
    this.readers = readers;
    this.directory = directory;
    this.devicesMax = devicesMax;
  }

  /// The audience as of this transaction; empty when there is no such conversation or it is
  /// deleted.
  Optional<Audience> current(Tx tx, Audience.Name name) {
    Optional<ConversationRow> row = conversations.find(tx, name);
    return row.filter(found -> !found.deleted()).map(found -> of(tx, name, found));
  }

  /// The audience at the epoch of a row that the transaction has read.
  Audience of(Tx tx, Audience.Name name, ConversationRow row) {
    Audience old = get(name);
    if (old != null && old.epoch() == row.epoch()) {
      return old;
    }
    Audience loaded = new Audience(name, row, members(tx, name), old);
    put(loaded);
    tx.afterRollback(() -> forget(loaded));
    return loaded;
  }

  private List<Audience.Member> members(Tx tx, Audience.Name name) {
    List<MemberRow> rows = readers.members(tx, name);
    Map<UserId, ListedUser> listed =
        directory.users(tx, name.network(), rows.stream().map(MemberRow::user).toList());
    Map<DeviceId, Reader> open = new HashMap<>();
    for (Reader reader : readers.readers(tx, name)) {
      if (reader.until() == Long.MAX_VALUE) {
        open.put(reader.device(), reader);
      }
    }
    List<Audience.Member> members = new ArrayList<>(rows.size());
    for (MemberRow row : rows) {
      ListedUser user = listed.get(row.user());
      if (user != null) {
        members.add(member(row, user, open));
      }
    }
    return members;
  }

  /// A user whose root key is not the one that the log names gets nothing until an entry accepts
  /// it.
  private static Audience.Member member(
      MemberRow row, ListedUser user, Map<DeviceId, Reader> open) {
    boolean out = user.suspended() || !user.rootKeyHash().equals(row.rootKeyHash());
    List<Audience.Place> places = new ArrayList<>();
    for (DeviceId device : user.devices()) {
      Reader reader = open.get(device);
      if (reader != null && !out) {
        places.add(new Audience.Place(device, row.user(), reader.slot(), row.retention()));
      }
    }
    return new Audience.Member(
        row.user(),
        row.rootKeyHash(),
        user.version(),
        user.listHash(),
        out,
        row.retention(),
        places);
  }

  private @Nullable Audience get(Audience.Name name) {
    lock.lock();
    try {
      return kept.get(name);
    } finally {
      lock.unlock();
    }
  }

  private void put(Audience audience) {
    lock.lock();
    try {
      Audience old = kept.put(audience.name(), audience);
      devices += weight(audience) - (old == null ? 0 : weight(old));
      Iterator<Audience> eldest = kept.values().iterator();
      while (devices > devicesMax && kept.size() > 1) {
        devices -= weight(eldest.next());
        eldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Audience undone) {
    lock.lock();
    try {
      if (kept.remove(undone.name(), undone)) {
        devices -= weight(undone);
      }
    } finally {
      lock.unlock();
    }
  }

  private static int weight(Audience audience) {
    return audience.devices() + 1;
  }
}
