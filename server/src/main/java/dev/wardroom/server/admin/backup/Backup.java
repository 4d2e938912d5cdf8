package dev.wardroom.server.admin.backup;

import dev.wardroom.server.files.FileHolds;
import dev.wardroom.server.files.blobs.BlobBytes;
import dev.wardroom.server.files.blobs.BlobFailure;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.kernel.admin.AdminOutput;
import dev.wardroom.server.kernel.db.engine.BulkAccess;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Takes one backup while the server works. One thread, and a platform one: an embedded store holds
/// the carrier of a virtual one.
///
/// The snapshot lasts as long as the rows take. Files are copied after it is closed, which may take
/// hours: an open snapshot keeps the store from cleaning up behind everybody.
final class Backup {
  private static final int COPY_BYTES = 256 * 1024;

  /// Names of the files to copy, while the backup is being taken.
  private static final String PENDING = "files.pending";

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
    // The hold is committed before the snapshot: no byte that the snapshot names goes after it.
    try (FileHolds.Hold _ = source.holds().take()) {
      makeFolder(target);
      Rows rows = writeRows();
      Manifest.Part list = copyFiles(rows.fileBytes());
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              rows.takenAt(),
              rows.incarnation(),
              rows.migrations(),
              rows.tables(),
              files,
              fileBytes,
              gone,
              List.of(rows.part(), list));
      finish(manifest);
      return manifest;
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

  /// What the snapshot gave.
  ///
  /// @param fileBytes of all files that it names
  private record Rows(
      Manifest.Part part,
      Map<String, Long> tables,
      String incarnation,
      List<Integer> migrations,
      long fileBytes,
      long takenAt) {}

  private Rows writeRows() throws IOException {
    try (BackupStore store = BackupStore.snapshot(source.access())) {
      long takenAt = source.clock().millis();
      Map<String, Long> tables = new TreeMap<>();
      Manifest.Part part = writeRows(store, tables);
      noteFiles(store);
      return new Rows(
          part,
          tables,
          HexFormat.of().formatHex(store.incarnation()),
          List.copyOf(store.migrations()),
          store.fileBytes(),
          takenAt);
    }
  }

  private void noteFiles(BackupStore store) throws IOException {
    try (DataOutputStream pending =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(target.resolve(PENDING))))) {
      store.eachFile((network, id, size) -> {
        pending.writeUTF(BlobName.of(network, id).flat());
        pending.writeLong(size);
      });
      pending.writeUTF("");
    }
  }

  private Manifest.Part copyFiles(long total) throws IOException {
    HashedFile list = new HashedFile(target.resolve(Manifest.LIST));
    try (list;
        DataInputStream pending =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(target.resolve(PENDING))))) {
      String flat = pending.readUTF();
      while (!flat.isEmpty()) {
        copyFile(BlobName.parse(flat).orElseThrow(), pending.readLong(), list);
        output.progress("files", fileBytes, total);
        flat = pending.readUTF();
      }
    }
    Files.delete(target.resolve(PENDING));
    return new Manifest.Part(Manifest.LIST, list.count(), list.sha256Hex());
  }

  private void copyFile(BlobName name, long size, OutputStream list) throws IOException {
    Optional<String> hash = copy(name, size);
    if (hash.isPresent()) {
      list.write(
          "%s %d %s\n"
              .formatted(name.flat(), size, hash.get())
              .getBytes(StandardCharsets.US_ASCII));
    }
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
