package dev.wardroom.server.files;

import dev.wardroom.server.files.blobs.BlobFailure;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.TemporaryFailure;
import java.time.Instant;
import java.util.List;

/// Takes away what expired: rows first, bytes later, and now and then bytes that no row names. Safe
/// to run twice and on several nodes.
final class FilesCollector {
  static final String EXPIRY = "files-expiry";
  static final String SWEEP = "files-sweep";

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

  private boolean sweep() {
    Instant before = kernel.clock().instant().minus(FilesLimits.ORPHAN_AGE);
    blobs.eachOlderThan(
        before,
        name -> {
          boolean known =
              kernel.db().read(tx -> store.find(tx, name).isPresent() || store.isGarbage(tx, name));
          if (!known) {
            delete(name);
            kernel.metrics().counter("wardroom.files.orphans").increment();
          }
        });
    return false;
  }

  private void delete(BlobName name) {
    try {
      blobs.delete(name);
    } catch (BlobFailure failure) {
      throw new TemporaryFailure("the store of files", failure);
    }
  }
}
