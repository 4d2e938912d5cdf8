package dev.wardroom.server.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections are open, in all and from one address. Thread-safe.
public final class ConnectionCount {
  private final int most;
  private final int mostFromOne;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

  public ConnectionCount(int most, int mostFromOne) {
    this.most = most;
    this.mostFromOne = mostFromOne;
  }

  /// Counts a connection; false when it is one too many, and then it is not counted.
  public boolean add(String address) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    if (byAddress.merge(address, 1, Integer::sum) > mostFromOne) {
      remove(address);
      return false;
    }
    return true;
  }

  public void remove(String address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }
}
