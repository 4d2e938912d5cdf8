package dev.wardroom.server.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many are open, in all and of one: connections of an address, transfers of a device.
/// Thread-safe.
public final class OpenCount {
  private final int most;
  private final int mostFromOne;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<Object, Integer> byWho = new ConcurrentHashMap<>();

  public OpenCount(int most, int mostFromOne) {
    this.most = most;
    this.mostFromOne = mostFromOne;
  }

  /// Counts one; false when it is one too many, and then it is not counted.
  public boolean add(Object who) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    if (byWho.merge(who, 1, Integer::sum) > mostFromOne) {
      remove(who);
      return false;
    }
    return true;
  }

  public void remove(Object who) {
    open.decrementAndGet();
    byWho.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
  }
}
