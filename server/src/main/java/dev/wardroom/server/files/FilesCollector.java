package dev.wardroom.server.files;

import dev.wardroom.server.files.blobs.BlobFailure;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.TemporaryFailure;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what expired: rows first, bytes later, and now and then bytes that no row names. Safe
/// to run twice and on several nodes.
final class FilesCollector {
  static final String EXPIRY = "files-expiry";
  static final String SWEEP = "files-sweep";

  private static final Logger LOG = LoggerFactory.getLogger(FilesCollector.class);

  private final Kernel kernel;
  private final BlobStore blobs;
  private final FilesStore store = new FilesStore();
  private final FileUsageStore usage = new FileUsageStore();
  private final FileHoldStore holds = new FileHoldStore();

  FilesCollector(Kernel kernel, BlobStore blobs) {
    this.kernel = kernel;
    this.blobs = blobs;
  }

  /// Registers both loops.
  void register() {
    kernel
        .workers()
        .leased(
            EXPIRY,
            FilesLimits.COLLECT_EVERY,
            FilesLimits.COLLECT_EVERY.multipliedBy(4),
            this::run);
    kernel.workers().leased(SWEEP, FilesLimits.SWEEP_EVERY, FilesLimits.SWEEP_EVERY, this::sweep);
  }

  /// One bounded round; whether more is waiting.
  private boolean run() {
    boolean more = discardExpired();
    return deleteGarbage() || more;
  }

  private boolean discardExpired() {
    long now = kernel.clock().millis();
    return kernel
        .db()
        .tx(tx -> {
          List<StoredFile> expired = store.expired(tx, now, FilesLimits.ROUND_ROWS);
          for (StoredFile file : expired) {
            if (store.discard(tx, file.name())) {
              usage.giveBack(tx, file);
            }
          }
          return expired.size() == FilesLimits.ROUND_ROWS;
        });
  }

  private boolean deleteGarbage() {
    long now = kernel.clock().millis();
    List<BlobName> garbage =
        kernel
            .db()
            .read(tx ->
                holds.any(tx, now)
                    ? List.<BlobName>of()
                    : store.garbage(tx, FilesLimits.ROUND_ROWS));
    for (BlobName name : garbage) {
      delete(name);
      kernel.db().run(tx -> store.removeGarbage(tx, name));
    }
    return garbage.size() == FilesLimits.ROUND_ROWS;
  }

  /// Takes away bytes that no row names, if these rows and these bytes belong together. A server
  /// that was pointed at another's bucket, or whose rows were lost, would else delete everything.
  private boolean sweep() {
    Instant before = kernel.clock().instant().minus(FilesLimits.ORPHAN_AGE);
    if (belongTogether(before)) {
      asking(() ->
          blobs.eachOlderThan(
              before,
              name -> {
                if (!isKnown(name)) {
                  delete(name);
                  kernel.metrics().counter("wardroom.files.orphans").increment();
                }
              }));
    }
    return false;
  }

  private boolean belongTogether(Instant before) {
    String own = HexFormat.of().formatHex(kernel.db().incarnation());
    Optional<String> owner = owner();
    if (owner.isPresent() && !owner.get().equals(own)) {
      return refused("the files belong to another server's store");
    }
    long[] counts = {0, 0};
    asking(() -> blobs.eachOlderThan(before, name -> counts[isKnown(name) ? 1 : 0]++));
    if (counts[0] > FilesLimits.ORPHANS_TRUSTED && counts[0] > counts[1]) {
      return refused("most of the files have no row");
    }
    if (owner.isEmpty()) {
      asking(() -> blobs.setOwner(own));
    }
    return true;
  }

  private boolean refused(String why) {
    LOG.error("left-overs of uploads are not swept: {}; see docs/operate/troubleshooting.md", why);
    kernel.metrics().counter("wardroom.files.sweeps.refused").increment();
    return false;
  }

  private boolean isKnown(BlobName name) {
    return kernel.db().read(tx -> store.find(tx, name).isPresent() || store.isGarbage(tx, name));
  }

  private Optional<String> owner() {
    try {
      return blobs.owner();
    } catch (BlobFailure failure) {
      throw away(failure);
    }
  }

  private void delete(BlobName name) {
    asking(() -> blobs.delete(name));
  }

  private static void asking(Runnable call) {
    try {
      call.run();
    } catch (BlobFailure failure) {
      throw away(failure);
    }
  }

  private static TemporaryFailure away(BlobFailure failure) {
    return new TemporaryFailure("the store of files", failure);
  }
}
