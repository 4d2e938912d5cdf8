package dev.wardroom.server.accounts.sessions;

import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Sessions that were looked up a moment ago. Bounded: the one used longest ago goes. The lock
/// covers memory only.
final class TokenCache {
  private record Cached(Session session, long readAt) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Hash32, Cached> sessions =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash32, Cached> eldest) {
          return size() > AccountLimits.CACHED_TOKENS_MAX;
        }
      };

  /// Counts endings, so that a session that was read before an ending is not kept after it.
  private long endings;

  /// The session of a token, unless it is over or was read too long ago.
  Optional<Session> find(Hash32 token, long now) {
    lock.lock();
    try {
      Cached cached = sessions.get(token);
      if (cached == null) {
        return Optional.empty();
      }
      boolean fresh =
          now - cached.readAt <= AccountLimits.CACHED_MAX.toMillis()
              && now < cached.session.expiresAt();
      if (!fresh) {
        sessions.remove(token);
      }
      return fresh ? Optional.of(cached.session) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// To be asked before a session is read from the store, for [#put].
  long endings() {
    lock.lock();
    try {
      return endings;
    } finally {
      lock.unlock();
    }
  }

  /// Keeps a session that was read, unless some session ended since.
  void put(Hash32 token, Session session, long now, long endingsBefore) {
    lock.lock();
    try {
      if (endings == endingsBefore) {
        sessions.put(token, new Cached(session, now));
      }
    } finally {
      lock.unlock();
    }
  }

  void drop(Hash32 token) {
    lock.lock();
    try {
      endings++;
      sessions.remove(token);
    } finally {
      lock.unlock();
    }
  }

  void dropDevices(Collection<DeviceId> devices) {
    lock.lock();
    try {
      endings++;
      sessions.values().removeIf(cached -> devices.contains(cached.session.device()));
    } finally {
      lock.unlock();
    }
  }
}
