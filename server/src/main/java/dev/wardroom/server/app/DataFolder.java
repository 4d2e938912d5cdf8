package dev.wardroom.server.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The folder of one server, locked as long as the process lives: two servers never share one. The
/// operating system gives the lock back when the process dies.
final class DataFolder implements AutoCloseable {
  private static final String LOCK = "server.lock";

  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// Makes the folder (mode 0700) if there is none, and locks it. Throws [StartProblem].
  static DataFolder lock(Path folder) {
    try {
      if (Files.notExists(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartProblem(
            StartProblem.REFUSED,
            "Another server uses the folder " + folder + ". Stop it or choose another --data.");
      }
      return new DataFolder(channel, lock);
    } catch (IOException failure) {
      throw new StartProblem(
          StartProblem.REFUSED,
          "The data folder " + folder + " cannot be used: " + failure.getMessage() + ".");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException failure) {
      // The lock goes with the process in any case.
      throw new StartProblem(StartProblem.REFUSED, "The data folder's lock did not open.");
    }
  }
}
