package dev.wardroom.server.files.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Folders and files that only this user may read, and that are still there after a power cut.
final class DurableFolder {
  static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
  static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private DurableFolder() {}

  /// Makes a folder and its missing parents, mode 0700.
  static Path makeAll(Path folder) throws IOException {
    return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
  }

  /// Makes one folder in `parent` unless it is there. Its name is durable when this returns.
  static Path make(Path parent, String name) throws IOException {
    Path folder = parent.resolve(name);
    if (!Files.isDirectory(folder)) {
      makeAll(folder);
      sync(parent);
    }
    return folder;
  }

  /// A new name is durable only once its folder is. The JDK opens a folder for reading on the
  /// systems that we serve from.
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
