package dev.wardroom.client.store;

import dev.wardroom.client.ClientException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The folder of one device: its paths, its permissions and its owner. The owner is the process
/// that holds the lock on `owner.lock`; the system frees it when the process ends, however it ends.
public final class HomeFolder {

  /// Unix sockets have short names: 104 bytes on the narrowest system, with the ending zero.
  private static final int SOCKET_PATH_BYTES_MAX = 100;

  private final Path folder;

  public HomeFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  public Path path() {
    return folder;
  }

  public Path store() {
    return folder.resolve("store.db");
  }

  public Path files() {
    return folder.resolve("files");
  }

  Path lockFile() {
    return folder.resolve("lock");
  }

  Path keyFile() {
    return folder.resolve("key");
  }

  public boolean hasAccount() {
    return Files.exists(store());
  }

  /// Makes the folder, or checks that nobody else can enter it.
  public void prepare() {
    try {
      Files.createDirectories(folder);
      restrict(folder, "rwx------");
      Files.createDirectories(files());
      restrict(files(), "rwx------");
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME,
          "cannot use " + folder + " as a home folder: " + e.getMessage(),
          e);
    }
  }

  /// Becomes the owner, unless another process is.
  public Optional<Ownership> own() {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new Ownership(channel));
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME, "cannot lock the home folder: " + e.getMessage(), e);
    }
  }

  /// Where the owner takes calls. In the home folder, or, when its path is too long for a Unix
  /// socket, in a private folder of the system's temporary folder.
  public Path socket() {
    Path near = folder.resolve("owner.sock");
    if (near.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
        <= SOCKET_PATH_BYTES_MAX) {
      return near;
    }
    try {
      Path pointer = folder.resolve("owner.sock.path");
      if (Files.exists(pointer)) {
        Path known = Path.of(Files.readString(pointer));
        Path folderOfSocket = known.getParent();
        if (folderOfSocket != null && isPrivate(folderOfSocket)) {
          return known;
        }
      }
      Path made = Files.createTempDirectory("wardroom").resolve("owner.sock");
      Files.writeString(pointer, made.toString());
      return made;
    } catch (IOException e) {
      throw new ClientException(
          ClientException.Kind.HOME,
          "cannot make a socket for the home folder: " + e.getMessage(),
          e);
    }
  }

  /// A folder in a place where everybody writes: it must be ours and closed to others, else
  /// somebody may have made it again after it was swept away.
  private boolean isPrivate(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view == null
        || (view.getOwner().equals(Files.getOwner(folder))
            && PosixFilePermissions.toString(view.readAttributes().permissions())
                .equals("rwx------"));
  }

  /// Removes everything that a registration that came to nothing has left.
  public void discard() {
    for (String name : new String[] {"store.db", "store.db-wal", "store.db-shm", "lock", "key"}) {
      try {
        Files.deleteIfExists(folder.resolve(name));
      } catch (IOException e) {
        throw new ClientException(
            ClientException.Kind.HOME, "cannot clear " + folder + ": delete it and try again", e);
      }
    }
  }

  static void restrict(Path path, String permissions) throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /// Held while this process owns the home.
  public static final class Ownership implements AutoCloseable {

    private final FileChannel channel;

    private Ownership(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StoreFailure("cannot give the home folder free", e);
      }
    }
  }
}
