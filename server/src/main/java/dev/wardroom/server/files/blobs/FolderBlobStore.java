package dev.wardroom.server.files.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Blobs in a local folder. Durable by fsync of the file before the rename and of the folder after.
///
/// Thread-safe for different blobs.
public final class FolderBlobStore implements BlobStore {
  private static final int DISK_THREADS = 4;
  private static final String PART = ".part";
  private static final String OWNER = "owner";

  private final Path root;
  private final Path uploads;
  private final Path blobs;
  private final DiskThreads disk = new DiskThreads(DISK_THREADS);

  /// Makes the folder, mode 0700, when it is missing.
  public FolderBlobStore(Path root) {
    this.root = root;
    this.uploads = root.resolve("uploads");
    this.blobs = root.resolve("blobs");
    try {
      DurableFolder.makeAll(uploads);
      DurableFolder.makeAll(blobs);
    } catch (IOException e) {
      throw failure("the files folder cannot be made", e);
    }
  }

  @Override
  public UploadState begin(BlobName name) {
    return onDisk(
        "begin",
        () -> {
          Path part = part(name);
          Path folder = fan(uploads, name);
          Files.deleteIfExists(part);
          Files.createFile(part, PosixFilePermissions.asFileAttribute(DurableFolder.PRIVATE_FILE));
          DurableFolder.sync(folder);
          return UploadState.NONE;
        });
  }

  @Override
  public Appended append(
      BlobName name, UploadState state, InputStream source, long bytesMax, Checkpoint checkpoint) {
    try (FileChannel channel = disk.run(() -> openPart(name, state.offset()))) {
      FolderAppend append = new FolderAppend(disk, channel, state.offset(), checkpoint);
      @Nullable IOException cutShort = append.pump(source, bytesMax);
      return new Appended(state.at(append.durable()), cutShort);
    } catch (IOException e) {
      throw failure("the upload cannot be written", e);
    }
  }

  @Override
  public void complete(BlobName name, UploadState state) {
    onDisk(
        "complete",
        () -> {
          Path part = part(name);
          Path blob = blob(name);
          if (!Files.exists(part) && Files.exists(blob)) {
            return blob;
          }
          try (FileChannel channel = openPart(name, state.offset())) {
            channel.force(true);
          }
          Path folder = fan(blobs, name);
          Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
          DurableFolder.sync(folder);
          return blob;
        });
  }

  @Override
  public Optional<Long> size(BlobName name) {
    return onDisk("size", () -> sizeOf(blob(name)));
  }

  @Override
  public Optional<BlobBytes> open(BlobName name, long from, long length) {
    Path blob = blob(name);
    Optional<Long> size = onDisk("open", () -> sizeOf(blob));
    if (size.isEmpty()) {
      return Optional.empty();
    }
    BlobRange.check(from, length, size.get());
    return Optional.of(new BlobBytes.InFile(blob, from, length));
  }

  @Override
  public void delete(BlobName name) {
    onDisk(
        "delete",
        () -> {
          boolean uploading = Files.deleteIfExists(part(name));
          return Files.deleteIfExists(blob(name)) || uploading;
        });
  }

  @Override
  public void eachOlderThan(Instant before, Consumer<BlobName> found) {
    onDisk(
        "list",
        () -> {
          walk(uploads, before, found);
          walk(blobs, before, found);
          return before;
        });
  }

  @Override
  public Optional<String> owner() {
    return onDisk(
        "owner",
        () -> {
          Path file = root.resolve(OWNER);
          return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        });
  }

  @Override
  public void setOwner(String owner) {
    onDisk(
        "owner",
        () -> {
          Path fresh = root.resolve(OWNER + PART);
          Files.deleteIfExists(fresh);
          Files.createFile(fresh, PosixFilePermissions.asFileAttribute(DurableFolder.PRIVATE_FILE));
          Files.writeString(fresh, owner);
          Files.move(fresh, root.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE);
          DurableFolder.sync(root);
          return owner;
        });
  }

  @Override
  public Optional<String> trouble() {
    try {
      Path probe = Files.createTempFile(uploads, "doctor", ".probe");
      try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {1}));
        channel.force(true);
      } finally {
        Files.deleteIfExists(probe);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "the files folder %s cannot be written: %s".formatted(blobs.getParent(), e.getMessage()));
    }
  }

  @Override
  public void close() {
    disk.close();
  }

  /// Cuts away what a crash left above the recorded offset: those bytes were never promised.
  private FileChannel openPart(BlobName name, long offset) throws IOException {
    FileChannel channel =
        FileChannel.open(part(name), StandardOpenOption.WRITE, StandardOpenOption.READ);
    try {
      if (channel.size() < offset) {
        throw new IOException("an upload is shorter than its recorded offset");
      }
      channel.truncate(offset);
      channel.position(offset);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void walk(Path root, Instant before, Consumer<BlobName> found) throws IOException {
    try (DirectoryStream<Path> first = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path outer : first) {
        try (DirectoryStream<Path> second = Files.newDirectoryStream(outer, Files::isDirectory)) {
          for (Path inner : second) {
            walkLeaf(inner, before, found);
          }
        }
      }
    }
  }

  private static void walkLeaf(Path folder, Instant before, Consumer<BlobName> found)
      throws IOException {
    try (DirectoryStream<Path> leaves = Files.newDirectoryStream(folder)) {
      for (Path leaf : leaves) {
        String text = leaf.getFileName().toString();
        String flat = text.endsWith(PART) ? text.substring(0, text.length() - PART.length()) : text;
        Optional<BlobName> name = BlobName.parse(flat);
        if (name.isPresent() && writtenBefore(leaf, before)) {
          found.accept(name.get());
        }
      }
    }
  }

  /// A file that went away while the folder was read is nobody's concern.
  private static boolean writtenBefore(Path leaf, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(leaf).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Optional<Long> sizeOf(Path path) throws IOException {
    try {
      return Optional.of(Files.size(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Path fan(Path root, BlobName name) throws IOException {
    return DurableFolder.make(DurableFolder.make(root, name.outer()), name.inner());
  }

  private Path part(BlobName name) {
    return uploads.resolve(name.outer()).resolve(name.inner()).resolve(name.flat() + PART);
  }

  private Path blob(BlobName name) {
    return blobs.resolve(name.outer()).resolve(name.inner()).resolve(name.flat());
  }

  private <T> T onDisk(String what, Callable<T> call) {
    try {
      return disk.run(call);
    } catch (IOException e) {
      throw failure("the files folder failed: " + what, e);
    }
  }

  /// The JDK has no exception of its own for a full disk; the texts are those of strerror.
  private static BlobFailure failure(String what, IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        text.contains("no space left")
            || text.contains("quota exceeded")
            || text.contains("file too large");
    return new BlobFailure(full ? BlobFailure.Kind.FULL : BlobFailure.Kind.AWAY, what, e);
  }
}
