package dev.wardroom.server.admin.backup;

import dev.wardroom.server.files.FileHolds;
import dev.wardroom.server.files.blobs.BlobBytes;
import dev.wardroom.server.files.blobs.BlobFailure;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Takes one backup while the server works. One thread.
final class Backup {
  private static final int COPY_BYTES = 256 * 1024;
  private static final long RENEW_NANOS = 60_000_000_000L;

  /// What it reads.
  record Source(BulkAccess access, BlobStore blobs, FileHolds holds, Clock clock) {}

  private final Source source;
  private final Path target;
  private final AdminOutput output;
  private long files;
  private long fileBytes;
  private long gone;

  Backup(Source source, Path target, AdminOutput output) {
    this.source = source;
    this.target = target;
    this.output = output;
  }

  /// Throws [BackupProblem]; the target then has no manifest.
  Manifest take() {
    try (FileHolds.Hold hold = source.holds().take()) {
      makeFolder(target);
      // The hold is committed before the snapshot: no byte that the snapshot names goes after it.
      try (BackupStore store = BackupStore.snapshot(source.access())) {
        Map<String, Long> tables = new TreeMap<>();
        List<Manifest.Part> parts = new ArrayList<>();
        parts.add(writeRows(store, tables));
        parts.add(copyFiles(store, hold));
        Manifest manifest =
            new Manifest(
                Manifest.FORMAT,
                source.clock().millis(),
                HexFormat.of().formatHex(store.incarnation()),
                List.copyOf(store.migrations()),
                tables,
                files,
                fileBytes,
                gone,
                parts);
        finish(manifest);
        return manifest;
      }
    } catch (IOException failure) {
      throw new BackupProblem(
          "The backup was not completed: " + failure.getMessage() + ". Delete " + target + ".",
          failure);
    } catch (BlobFailure failure) {
      throw new BackupProblem(
          "The backup was not completed: the store of files is away. Delete " + target + ".",
          failure);
    }
  }

  private Manifest.Part writeRows(BackupStore store, Map<String, Long> tables) throws IOException {
    Map<String, Long> counts = store.tables();
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    HashedFile file = new HashedFile(target.resolve(Manifest.ROWS));
    try (DataOutputStream out = new DataOutputStream(file)) {
      long before = 0;
      for (String table : counts.keySet()) {
        long start = before;
        long rows = store.dump(table, out, n -> output.progress("rows", start + n, total));
        tables.put(table, rows);
        before += rows;
      }
      out.writeByte('Z');
    }
    return new Manifest.Part(Manifest.ROWS, file.count(), file.sha256Hex());
  }

  private Manifest.Part copyFiles(BackupStore store, FileHolds.Hold hold) throws IOException {
    long total = store.fileBytes();
    HashedFile list = new HashedFile(target.resolve(Manifest.LIST));
    long[] renewedAt = {System.nanoTime()};
    try (list) {
      store.eachFile((network, id, size) -> {
        BlobName name = BlobName.of(network, id);
        Optional<String> hash = copy(name, size);
        if (hash.isPresent()) {
          list.write(
              "%s %d %s\n"
                  .formatted(name.flat(), size, hash.get())
                  .getBytes(StandardCharsets.US_ASCII));
          output.progress("files", fileBytes, total);
        }
        if (System.nanoTime() - renewedAt[0] > RENEW_NANOS) {
          hold.renew();
          renewedAt[0] = System.nanoTime();
        }
      });
    }
    return new Manifest.Part(Manifest.LIST, list.count(), list.sha256Hex());
  }

  /// A file whose bytes are not there is counted and left out: a restore of it would be a hole.
  private Optional<String> copy(BlobName name, long size) throws IOException {
    Optional<BlobBytes> bytes = source.blobs().open(name, 0, size);
    if (bytes.isEmpty()) {
      gone++;
      return Optional.empty();
    }
    Path copy = target.resolve(Manifest.FILES).resolve(name.path());
    makeFolders(Objects.requireNonNull(copy.getParent(), "a copy lies in a folder"));
    try (HashedFile out = new HashedFile(copy);
        InputStream in = stream(bytes.get())) {
      long copied = pump(in, out);
      if (copied != size) {
        throw new IOException("a file is shorter than its row says");
      }
      files++;
      fileBytes += size;
      return Optional.of(out.sha256Hex());
    }
  }

  private static InputStream stream(BlobBytes bytes) throws IOException {
    return switch (bytes) {
      case BlobBytes.InFile in -> Files.newInputStream(in.path());
      case BlobBytes.InStream in -> in.stream();
    };
  }

  private static long pump(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    long count = 0;
    int read = in.read(buffer);
    while (read >= 0) {
      out.write(buffer, 0, read);
      count += read;
      read = in.read(buffer);
    }
    return count;
  }

  private void finish(Manifest manifest) throws IOException {
    try (HashedFile out = new HashedFile(target.resolve(Manifest.FILE))) {
      out.write(manifest.json());
    }
    try (FileChannel folder = FileChannel.open(target, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      throw new BackupProblem(folder + " is there already. Name a folder that is not.");
    }
    makeFolders(folder);
  }

  private static void makeFolders(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
