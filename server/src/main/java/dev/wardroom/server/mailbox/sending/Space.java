package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.store.ByteCounts;
import dev.wardroom.server.networks.quotas.Kept;
import dev.wardroom.server.networks.quotas.Quotas;
import dev.wardroom.wire.id.NetworkId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes wait in each network, in memory, against its quotas.
///
/// The counts are read once at the start and changed with each commit: a send pays two additions.
/// What waits for retention is counted up by sends and read anew every half minute, because
/// retention's acknowledgements are not summed up. Thread-safe.
public final class Space {
  private final Kernel kernel;
  private final Quotas quotas;
  private final ByteCounts counts = new ByteCounts();
  private final Map<NetworkId, AtomicLong> mailbox = new ConcurrentHashMap<>();
  private final Map<NetworkId, AtomicLong> archive = new ConcurrentHashMap<>();

  public Space(Kernel kernel, Quotas quotas) {
    this.kernel = kernel;
    this.quotas = quotas;
    kernel.db().read(counts::totals).forEach((network, bytes) -> of(mailbox, network).set(bytes));
    recountArchives();
    long standard = kernel.limits().of(MailboxLimits.NETWORK_BYTES);
    quotas.watch(Kept.MAILBOX, standard, () -> values(mailbox));
    quotas.watch(
        Kept.ARCHIVE, kernel.limits().of(MailboxLimits.ARCHIVE_BYTES), () -> values(archive));
    kernel.workers().every("mailbox-archives", MailboxLimits.RECOUNT_EVERY, this::recountArchives);
  }

  public ByteCounts counts() {
    return counts;
  }

  boolean hasRoom(NetworkId network, long bytes) {
    return of(mailbox, network).get() + bytes <= quotas.of(network, Kept.MAILBOX);
  }

  boolean hasArchiveRoom(NetworkId network, long bytes) {
    return of(archive, network).get() + bytes <= quotas.of(network, Kept.ARCHIVE);
  }

  /// A send takes room, at once, so that others in the same commit see it.
  void take(Tx tx, NetworkId network, long bytes, boolean archived) {
    of(mailbox, network).addAndGet(bytes);
    tx.afterRollback(() -> of(mailbox, network).addAndGet(-bytes));
    if (archived) {
      of(archive, network).addAndGet(bytes);
      tx.afterRollback(() -> of(archive, network).addAndGet(-bytes));
    }
  }

  /// Room is there again after the commit, or taken when negative.
  public void free(Tx tx, NetworkId network, long bytes) {
    if (bytes != 0) {
      tx.afterCommit(() -> of(mailbox, network).addAndGet(-bytes));
    }
  }

  private boolean recountArchives() {
    Map<NetworkId, Long> now = kernel.db().read(counts::archives);
    archive.keySet().forEach(network -> of(archive, network).set(now.getOrDefault(network, 0L)));
    now.forEach((network, bytes) -> of(archive, network).set(bytes));
    return false;
  }

  private static AtomicLong of(Map<NetworkId, AtomicLong> counters, NetworkId network) {
    return counters.computeIfAbsent(network, _ -> new AtomicLong());
  }

  private static Map<NetworkId, Long> values(Map<NetworkId, AtomicLong> counters) {
    Map<NetworkId, Long> values = new HashMap<>();
    counters.forEach((network, bytes) -> values.put(network, bytes.get()));
    return values;
  }
}
