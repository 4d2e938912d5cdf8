package dev.wardroom.server.admin.backup;

import dev.wardroom.server.files.blobs.BlobFailure;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.files.blobs.UploadState;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Fills an empty store and an empty place for files from a backup. One thread.
///
/// The tables' rows are committed together and last, after the files: until then the store is
/// empty.
final class Restore {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path backup;
  private final Manifest manifest;
  private final AdminOutput output;

  Restore(Path backup, AdminOutput output) {
    this.backup = backup;
    this.manifest = Manifest.read(backup);
    this.output = output;
  }

  Manifest manifest() {
    return manifest;
  }

  /// Reads every byte and compares it with the manifest; throws [BackupProblem].
  void verify() {
    try {
      for (Manifest.Part part : manifest.parts()) {
        requireSame(backup.resolve(part.name()), part.bytes(), part.sha256());
      }
      long[] done = {0, 0};
      FileList.each(
          backup,
          line -> {
            requireSame(line.in(backup), line.size(), line.sha256());
            done[0]++;
            done[1] += line.size();
            output.progress("verify", done[1], manifest.fileBytes());
          });
      if (done[0] != manifest.files() || done[1] != manifest.fileBytes()) {
        throw damaged("the list of files");
      }
    } catch (IOException failure) {
      throw new BackupProblem(
          "The backup cannot be read: " + failure.getMessage() + ". Choose another one.", failure);
    }
  }

  /// Throws [BackupProblem]; nothing is committed to the store then. Answers how many open
  /// invitations were revoked.
  long fill(BulkAccess target, BlobStore blobs) {
    Set<Integer> migrations = new TreeSet<>(manifest.migrations());
    if (!target.knownMigrations().containsAll(migrations)) {
      throw new BackupProblem("The backup is of a newer server. Upgrade, then restore.");
    }
    try {
      copyFiles(blobs);
      try (BackupStore store = BackupStore.empty(target, migrations)) {
        loadRows(store);
        return store.finish(Clock.systemUTC().millis());
      }
    } catch (IOException failure) {
      throw new BackupProblem(
          "The restore was not completed: " + failure.getMessage() + ".", failure);
    } catch (BlobFailure failure) {
      throw new BackupProblem("The store of files cannot be written.", failure);
    }
  }

  private void copyFiles(BlobStore blobs) throws IOException {
    long[] done = {0};
    FileList.each(
        backup,
        line -> {
          try (InputStream in = Files.newInputStream(line.in(backup))) {
            UploadState begun = blobs.begin(line.name());
            UploadState end = blobs.append(line.name(), begun, in, line.size(), _ -> {}).state();
            if (end.offset() != line.size()) {
              throw new IOException("a file of the backup ended early");
            }
            blobs.complete(line.name(), end);
          }
          done[0] += line.size();
          output.progress("files", done[0], manifest.fileBytes());
        });
  }

  private void loadRows(BackupStore store) throws IOException {
    long total = manifest.rows();
    Map<String, Long> loaded = new HashMap<>();
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                Files.newInputStream(backup.resolve(Manifest.ROWS)), BUFFER_BYTES))) {
      long before = 0;
      int mark = in.readByte();
      while (mark == 'T') {
        long start = before;
        Map.Entry<String, Long> table =
            store.load(in, n -> output.progress("rows", start + n, total));
        loaded.put(table.getKey(), table.getValue());
        before += table.getValue();
        mark = in.readByte();
      }
      output.progress("rows", before, total);
      if (mark != 'Z' || !loaded.equals(manifest.tables())) {
        throw new IOException("the rows of the backup are not what its manifest says");
      }
    }
  }

  private static void requireSame(Path file, long bytes, String sha256) throws IOException {
    if (Files.size(file) != bytes || !HashedFile.sha256Hex(file).equals(sha256)) {
      throw damaged(file.toString());
    }
  }

  private static BackupProblem damaged(String what) {
    return new BackupProblem(
        "The backup is damaged: " + what + " is not what was written. Choose another one.");
  }
}
