package dev.wardroom.server.admin.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a backup is.
///
/// @param format of this description and of the files beside it
/// @param createdAt milliseconds since epoch
/// @param incarnation of the store that was backed up, hexadecimal
/// @param migrations that made the tables
/// @param tables with their number of rows
/// @param files number of files of ciphertext
/// @param fileBytes their bytes
/// @param gone files that the store names and whose bytes were already gone
/// @param parts `store.rows` and `files.list`
record Manifest(
    int format,
    long createdAt,
    String incarnation,
    List<Integer> migrations,
    Map<String, Long> tables,
    long files,
    long fileBytes,
    long gone,
    List<Part> parts) {
  static final int FORMAT = 1;
  static final String FILE = "manifest.json";
  static final String ROWS = "store.rows";
  static final String LIST = "files.list";
  static final String FILES = "files";

  private static final long MANIFEST_BYTES_MAX = 1024 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /// A file of the backup.
  record Part(String name, long bytes, String sha256) {}

  byte[] json() {
    return JSON.writeValueAsBytes(this);
  }

  /// Reads the manifest of a backup; throws [BackupProblem].
  static Manifest read(Path backup) {
    Path file = backup.resolve(FILE);
    try {
      if (Files.size(file) > MANIFEST_BYTES_MAX) {
        throw new BackupProblem("The manifest of " + backup + " is too large to be one.");
      }
      Manifest manifest = JSON.readValue(Files.readAllBytes(file), Manifest.class);
      if (manifest.format != FORMAT) {
        throw new BackupProblem(
            "The backup has format " + manifest.format + ". Upgrade the server, then restore.");
      }
      return manifest;
    } catch (NoSuchFileException missing) {
      throw new BackupProblem(
          backup + " is no complete backup: it has no " + FILE + ". Choose another one.");
    } catch (IOException | JacksonException failure) {
      throw new BackupProblem("The manifest of " + backup + " cannot be read.", failure);
    }
  }

  long rows() {
    return tables.values().stream().mapToLong(Long::longValue).sum();
  }
}
