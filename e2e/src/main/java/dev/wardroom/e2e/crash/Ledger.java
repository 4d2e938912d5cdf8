package dev.wardroom.e2e.crash;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What clients were told is on disk. Thread-safe.
final class Ledger {
  private static final int FIELDS = 3;

  private final Map<String, Set<String>> accepted = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong waited = new AtomicLong();

  void note(String username, String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length < FIELDS) {
      return;
    }
    if (fields[0].equals("accepted")) {
      accepted.computeIfAbsent(fields[1], _ -> ConcurrentHashMap.newKeySet()).add(fields[2]);
      count.incrementAndGet();
    } else if (fields[0].equals("waiting")) {
      waited.incrementAndGet();
    }
  }

  Set<String> acceptedIn(String conversation) {
    return new HashSet<>(accepted.getOrDefault(conversation, Set.of()));
  }

  long count() {
    return count.get();
  }

  /// Sends that were not answered in time, because the server was dead.
  long waited() {
    return waited.get();
  }
}
