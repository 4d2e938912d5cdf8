package dev.wardroom.server.admin.backup;

import dev.wardroom.server.files.blobs.BlobName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The lines of `files.list`.
final class FileList {
  private static final int FIELDS = 3;

  /// One file of ciphertext in a backup.
  record Line(BlobName name, long size, String sha256) {
    Path in(Path backup) {
      return backup.resolve(Manifest.FILES).resolve(name.path());
    }
  }

  /// Takes one line.
  @FunctionalInterface
  interface Taker {
    void take(Line line) throws IOException;
  }

  private FileList() {}

  static void each(Path backup, Taker taker) throws IOException {
    Path list = backup.resolve(Manifest.LIST);
    try (BufferedReader lines = Files.newBufferedReader(list, StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      while (line != null) {
        taker.take(parse(line));
        line = lines.readLine();
      }
    }
  }

  private static Line parse(String line) throws IOException {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IOException("a line of the list of files cannot be read");
    }
    try {
      BlobName name =
          BlobName.parse(fields[0])
              .orElseThrow(() -> new IOException("a file of the list has no proper name"));
      return new Line(name, Long.parseLong(fields[1]), fields[2]);
    } catch (NumberFormatException e) {
      throw new IOException("a size in the list of files is no number", e);
    }
  }
}
