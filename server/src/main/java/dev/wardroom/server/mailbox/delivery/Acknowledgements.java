package dev.wardroom.server.mailbox.delivery;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.store.CursorStore;
import dev.wardroom.wire.id.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Gathers acknowledgements and writes them together.
///
/// A cursor is cumulative, so only the newest move of a device and conversation is kept: a device
/// that acknowledges each of a hundred messages costs one row. What is lost in a crash costs a
/// second delivery, which the device knows as seen.
///
/// A device does not get its own messages back, so nobody acknowledges them: `own` moves its cursor
/// over them if it stands right before.
///
/// Thread-safe; the lock guards the maps only.
public final class Acknowledgements {
  private static final int ROWS_PER_COMMIT = 500;

  private record Reader(Audience.Name name, DeviceId device) {}

  /// To `to`, if the cursor is at `from - 1` or later. From 0 always holds.
  private record Move(long from, long to) {
    /// Both moves, one after the other, as far as one move can say it.
    private Move joined(Move next) {
      Move first = next.from < from ? next : this;
      Move second = next.from < from ? this : next;
      boolean meet = second.from - 1 <= first.to;
      return meet ? new Move(first.from, Math.max(first.to, second.to)) : first;
    }
  }

  private final Database db;
  private final CursorStore cursors;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<Reader, Move> waiting = new HashMap<>();
  private Map<Reader, Move> writing = Map.of();
  private Set<Audience.Name> moved = new HashSet<>();

  public Acknowledgements(Database db, CursorStore cursors) {
    this.db = db;
    this.cursors = cursors;
  }

  /// Everything up to the number is saved on the device.
  public void add(Audience.Name name, DeviceId device, long number) {
    add(new Reader(name, device), new Move(0, number));
  }

  /// The number is a message of this device itself.
  public void own(Audience.Name name, DeviceId device, long number) {
    add(new Reader(name, device), new Move(number, number));
  }

  private void add(Reader reader, Move move) {
    lock.lock();
    try {
      if (waiting.size() < MailboxLimits.CURSORS_WAITING_MAX || waiting.containsKey(reader)) {
        waiting.merge(reader, move, Move::joined);
      }
      // Full: the move is dropped. The device gets the items again and acknowledges them again.
    } finally {
      lock.unlock();
    }
  }

  /// The newest acknowledged number that is not in the database yet, or 0.
  public long pending(Audience.Name name, DeviceId device) {
    Reader reader = new Reader(name, device);
    lock.lock();
    try {
      return Math.max(acknowledged(waiting.get(reader)), acknowledged(writing.get(reader)));
    } finally {
      lock.unlock();
    }
  }

  private static long acknowledged(@org.jspecify.annotations.Nullable Move move) {
    return move == null || move.from != 0 ? 0 : move.to;
  }

  /// Writes what was gathered. Called by one thread at a time.
  public void write() {
    Map<Reader, Move> taken;
    lock.lock();
    try {
      taken = waiting;
      waiting = new HashMap<>();
      writing = taken;
    } finally {
      lock.unlock();
    }
    List<Map.Entry<Reader, Move>> all = new ArrayList<>(taken.entrySet());
    try {
      for (int from = 0; from < all.size(); from += ROWS_PER_COMMIT) {
        write(all.subList(from, Math.min(all.size(), from + ROWS_PER_COMMIT)));
      }
    } finally {
      written(taken.keySet());
    }
  }

  private void write(List<Map.Entry<Reader, Move>> part) {
    db.tx(tx -> {
      for (Map.Entry<Reader, Move> each : part) {
        Reader reader = each.getKey();
        Move move = each.getValue();
        cursors.advanceLater(tx, reader.name(), reader.device(), move.from(), move.to());
      }
      return part.size();
    });
  }

  private void written(Set<Reader> readers) {
    lock.lock();
    try {
      writing = Map.of();
      readers.forEach(reader -> moved.add(reader.name()));
    } finally {
      lock.unlock();
    }
  }

  /// Conversations whose cursors moved since the last call.
  public Set<Audience.Name> moved() {
    lock.lock();
    try {
      Set<Audience.Name> taken = moved;
      moved = new HashSet<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
