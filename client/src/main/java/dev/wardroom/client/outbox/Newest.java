package dev.wardroom.client.outbox;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/// A map that keeps what was put last. Not thread-safe.
final class Newest<K, V> extends LinkedHashMap<K, V> {

  @Serial private static final long serialVersionUID = 1L;

  private final int most;

  private Newest(int most) {
    this.most = most;
  }

  static <K, V> Map<K, V> bounded(int most) {
    return new Newest<>(most);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
