package dev.wardroom.server.networks.quotas;

import dev.wardroom.server.audit.Audit;
import dev.wardroom.server.audit.Deed;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.wire.id.NetworkId;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The quotas of all networks, and the watch over them. The package comment has the picture.
/// Thread-safe.
public final class Quotas {
  private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final int PERCENT = 100;

  /// Tells what is kept now.
  @FunctionalInterface
  public interface Usage {
    /// Bytes by network; a network that keeps nothing may be absent.
    Map<NetworkId, Long> bytes();
  }

  /// One quota and how much of it is used, in bytes.
  public record State(NetworkId network, Kept kept, long used, long most) {
    /// Rounded down; more than 100 when a quota was lowered.
    public long percent() {
      return most == 0 ? PERCENT : (long) (used * (double) PERCENT / most);
    }
  }

  private record Key(NetworkId network, Kept kept) {}

  private record Watched(long standard, Usage usage) {}

  private final Kernel kernel;
  private final Audit audit;
  private final Map<Key, Long> set = new ConcurrentHashMap<>();
  private final Map<Kept, Watched> watched = new ConcurrentHashMap<>();
  private final Map<Key, Integer> told = new ConcurrentHashMap<>();

  /// Reads what administrators set, and registers the watch.
  public Quotas(Kernel kernel, Audit audit) {
    this.kernel = kernel;
    this.audit = audit;
    for (QuotaStore.Row row : kernel.db().read(QuotaStore::all)) {
      for (Kept kept : Kept.values()) {
        if (kept.code() == row.kept()) {
          set.put(new Key(row.network(), kept), row.bytes());
        }
      }
    }
    kernel.workers().every("quota-alarms", LOOK_EVERY, this::look);
  }

  /// A room says what it keeps. Call while the server is wired.
  ///
  /// @param standard bytes that a network may keep when nobody set anything else
  public void watch(Kept kept, long standard, Usage usage) {
    watched.put(kept, new Watched(standard, usage));
    for (int mark : kept.marks()) {
      Gauge.builder("wardroom.quota.networks", () -> countAt(kept, mark))
          .description("Networks that use at least so many per cent of a quota.")
          .tag("kept", kept.word())
          .tag("percent", Integer.toString(mark))
          .register(kernel.metrics());
    }
  }

  private long countAt(Kept kept, int mark) {
    return told.entrySet().stream()
        .filter(each -> each.getKey().kept() == kept && each.getValue() >= mark)
        .count();
  }

  /// Bytes that a network may keep.
  public long of(NetworkId network, Kept kept) {
    Long own = set.get(new Key(network, kept));
    if (own != null) {
      return own;
    }
    Watched room = watched.get(kept);
    return room == null ? Long.MAX_VALUE : room.standard();
  }

  /// An administrator at the machine sets a quota; audited.
  public void set(NetworkId network, Kept kept, long bytes) {
    kernel
        .db()
        .run(tx -> {
          QuotaStore.set(tx, network, kept, bytes);
          audit.append(
              tx, network, Deed.local("network.quota", "", kept.word() + "-bytes=" + bytes));
          tx.afterCommit(() -> set.put(new Key(network, kept), bytes));
        });
  }

  /// The quotas of one network, with what is used.
  public List<State> states(NetworkId network) {
    List<State> states = new ArrayList<>();
    for (Kept kept : Kept.values()) {
      Watched room = watched.get(kept);
      if (room != null) {
        long used = room.usage().bytes().getOrDefault(network, 0L);
        states.add(new State(network, kept, used, of(network, kept)));
      }
    }
    return states;
  }

  /// One look at everything: says in the log which marks were passed.
  private boolean look() {
    for (Map.Entry<Kept, Watched> room : watched.entrySet()) {
      look(room.getKey(), room.getValue().usage().bytes());
    }
    return false;
  }

  private void look(Kept kept, Map<NetworkId, Long> bytes) {
    Set<NetworkId> networks = new HashSet<>(bytes.keySet());
    told.keySet().stream()
        .filter(key -> key.kept() == kept)
        .forEach(key -> networks.add(key.network()));
    Map<Integer, Integer> passed = new HashMap<>();
    for (NetworkId network : networks) {
      long used = bytes.getOrDefault(network, 0L);
      int mark = mark(kept, new State(network, kept, used, of(network, kept)).percent());
      int before = told.getOrDefault(new Key(network, kept), 0);
      if (mark == 0) {
        told.remove(new Key(network, kept));
      } else {
        told.put(new Key(network, kept), mark);
      }
      if (mark > before) {
        passed.merge(mark, 1, Integer::sum);
      }
    }
    passed.forEach((mark, count) ->
        LOG.warn(
            "quota mark passed kept={} percent={} networks={}: `wardroom admin network quota` shows which",
            kept.word(),
            mark,
            count));
  }

  private static int mark(Kept kept, long percent) {
    int highest = 0;
    for (int mark : kept.marks()) {
      if (percent >= mark) {
        highest = mark;
      }
    }
    return highest;
  }
}
