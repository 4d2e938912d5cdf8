package dev.wardroom.server.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/// The data folder: there, ours alone, with room, on a disk that keeps what it says it keeps.
final class FolderChecks {
  private static final long SPACE_WRONG = 512L * 1024 * 1024;
  private static final long SPACE_WARNING = 5L * 1024 * 1024 * 1024;
  private static final int SYNCS = 50;
  private static final double MICROS_PER_NANO = 0.001;

  /// A real disk cannot do this: something between us and it only says that it wrote.
  private static final double SYNC_MICROS_IMPLAUSIBLE = 5;

  private static final double SYNC_MICROS_SLOW = 20_000;

  private final Path data;

  FolderChecks(Path data) {
    this.data = data;
  }

  /// Whether a server holds the folder's lock.
  boolean isServerRunning() {
    Path lock = data.resolve("server.lock");
    if (Files.notExists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held == null;
    } catch (OverlappingFileLockException sameProcess) {
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  Finding folder() {
    if (Files.notExists(data)) {
      return Finding.warning(
          "data",
          "The data folder " + data + " does not exist yet.",
          "The first start of the server makes it. Is --data right?");
    }
    return Files.isWritable(data)
        ? Finding.good("data", "The data folder is " + data.toAbsolutePath())
        : Finding.wrong(
            "data",
            "The data folder " + data + " cannot be written.",
            "Run as the server's user, or give the folder to it.");
  }

  Finding permissions() {
    if (Files.notExists(data)) {
      return Finding.good("permissions", "Nothing to look at yet");
    }
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(data);
      boolean closed =
          granted.stream().allMatch(permission -> permission.name().startsWith("OWNER"));
      return closed
          ? Finding.good("permissions", "Only the owner may enter the data folder")
          : Finding.wrong(
              "permissions",
              "Others may enter the data folder.",
              "chmod 700 " + data.toAbsolutePath());
    } catch (IOException | UnsupportedOperationException unknown) {
      return Finding.warning(
          "permissions",
          "The permissions of the data folder cannot be read.",
          "Make sure that only the server's user may read it.");
    }
  }

  Finding space() {
    try {
      long free = Files.getFileStore(existing()).getUsableSpace();
      String text = free / (1024 * 1024) + " MiB free where the data folder is";
      if (free < SPACE_WRONG) {
        return Finding.wrong("space", text, "Free some space: the server refuses messages soon.");
      }
      return free < SPACE_WARNING
          ? Finding.warning("space", text, "Plan for more space.")
          : Finding.good("space", text);
    } catch (IOException failure) {
      return Finding.wrong(
          "space", "The free space cannot be read: " + failure.getMessage(), "Look at the disk.");
    }
  }

  /// Writes and waits for the disk, as each commit does.
  Finding disk() {
    try {
      Path probe = Files.createTempFile(existing(), "doctor", ".probe");
      try {
        double micros = medianSyncMicros(probe);
        String text = "A write that waits for the disk takes %.0f µs".formatted(micros);
        if (micros < SYNC_MICROS_IMPLAUSIBLE) {
          return Finding.warning(
              "disk",
              text + ": faster than disks are.",
              "Is this memory, or a cache without a battery? A power cut may lose messages.");
        }
        return micros > SYNC_MICROS_SLOW
            ? Finding.warning("disk", text + ".", "Expect few messages a second on this disk.")
            : Finding.good("disk", text);
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException failure) {
      return Finding.wrong(
          "disk",
          "Nothing can be written durably: " + failure.getMessage() + ".",
          "Look at the disk and at the folder's permissions.");
    }
  }

  private static double medianSyncMicros(Path probe) throws IOException {
    double[] micros = new double[SYNCS];
    try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        ByteBuffer page = ByteBuffer.allocate(4096);
        long began = System.nanoTime();
        channel.write(page);
        channel.force(false);
        micros[i] = (System.nanoTime() - began) * MICROS_PER_NANO;
      }
    }
    Arrays.sort(micros);
    return micros[SYNCS / 2];
  }

  private Path existing() {
    Path at = data.toAbsolutePath();
    while (Files.notExists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
