package dev.wardroom.server.audit;

import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.Id;
import dev.wardroom.wire.id.NetworkId;
import java.time.Clock;
import java.util.List;

/// The door: writes entries and reads them back.
public final class Audit {
  /// Stands for the installation where a deed belongs to no network.
  public static final NetworkId INSTALLATION = new NetworkId(Bytes.zeros(Id.LENGTH));

  /// Most entries in one page.
  public static final int PAGE_MAX = 500;

  private final Clock clock;

  public Audit(Clock clock) {
    this.clock = clock;
  }

  /// Adds an entry in the transaction of the deed.
  public void append(Tx tx, NetworkId network, Deed deed) {
    AuditStore.Head head = AuditStore.lockHead(tx, network);
    AuditEntry entry =
        AuditEntry.following(head.hash(), network, head.number() + 1, clock.millis(), deed);
    AuditStore.insert(tx, entry);
    AuditStore.moveHead(tx, network, entry.number(), entry.hash());
  }

  /// Entries from a number on, oldest first, at most [#PAGE_MAX].
  public List<AuditEntry> page(Tx tx, NetworkId network, long fromNumber, int limit) {
    return AuditStore.page(tx, network, fromNumber, Math.clamp(limit, 1, PAGE_MAX));
  }

  /// The number of the first entry that does not follow from the ones before, or 0 when all do and
  /// the head names the last.
  public long check(Tx tx, NetworkId network) {
    Hash32 before = Hash32.ZERO;
    long next = 1;
    while (true) {
      List<AuditEntry> page = AuditStore.page(tx, network, next, PAGE_MAX);
      for (AuditEntry entry : page) {
        AuditEntry due = AuditEntry.following(before, network, next, entry.at(), entry.deed());
        if (!due.equals(entry)) {
          return next;
        }
        before = entry.hash();
        next++;
      }
      if (page.size() < PAGE_MAX) {
        AuditStore.Head head = AuditStore.head(tx, network);
        return head.number() == next - 1 && head.hash().equals(before) ? 0 : next;
      }
    }
  }
}
