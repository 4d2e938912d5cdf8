package dev.wardroom.e2e.canary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Searches files for a canary, in pieces that overlap. One thread.
public final class CanaryScan {
  private static final int PIECE_BYTES = 16 * 1024 * 1024;
  private static final int OVERLAP_BYTES = 256 * 1024;
  private static final int INFLATED_BYTES_MAX = 128 * 1024;
  private static final int STREAM_BYTES_MIN = 16;

  private final List<Canary.Disguise> disguises;
  private final Inflater zlib = new Inflater(false);
  private final Inflater raw = new Inflater(true);
  private final byte[] unpacked = new byte[INFLATED_BYTES_MAX];
  private long streams;

  public CanaryScan(Canary canary) {
    this.disguises = canary.disguises();
  }

  /// Where the canary was found.
  public record Find(Path file, long offset, String disguise) {}

  /// Searches a file, or all files below a folder.
  public List<Find> search(Path root) throws IOException {
    List<Find> finds = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        searchFile(file, finds);
      }
    }
    return finds;
  }

  /// Deflated streams that were looked into.
  public long streams() {
    return streams;
  }

  private void searchFile(Path file, List<Find> finds) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    int kept = 0;
    long start = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.readNBytes(piece, 0, PIECE_BYTES);
      while (read > 0) {
        int end = kept + read;
        searchPiece(file, piece, end, start, finds);
        kept = Math.min(OVERLAP_BYTES, end);
        System.arraycopy(piece, end - kept, piece, 0, kept);
        start += end - kept;
        read = in.readNBytes(piece, kept, PIECE_BYTES - kept);
      }
    }
  }

  private void searchPiece(Path file, byte[] piece, int end, long start, List<Find> finds) {
    for (Canary.Disguise disguise : disguises) {
      int at = indexOf(piece, 0, end, disguise.bytes());
      if (at >= 0) {
        finds.add(new Find(file, start + at, disguise.name()));
      }
    }
    for (int at = 0; at + STREAM_BYTES_MIN < end; at++) {
      if (isZlib(piece, at)) {
        searchStream(zlib, file, piece, at, end, start + at, finds);
      } else if (isGzip(piece, at)) {
        searchStream(raw, file, piece, at + 10, end, start + at, finds);
      }
    }
  }

  /// A header of RFC 1950: method 8, and a checksum that holds.
  private static boolean isZlib(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    return first == 0x78 && ((first << 8) | (bytes[at + 1] & 0xff)) % 31 == 0;
  }

  /// A header of RFC 1952 without optional fields.
  private static boolean isGzip(byte[] bytes, int at) {
    return (bytes[at] & 0xff) == 0x1f
        && (bytes[at + 1] & 0xff) == 0x8b
        && bytes[at + 2] == 8
        && bytes[at + 3] == 0;
  }

  private void searchStream(
      Inflater inflater, Path file, byte[] piece, int from, int end, long at, List<Find> finds) {
    inflater.reset();
    inflater.setInput(piece, from, Math.min(end - from, INFLATED_BYTES_MAX));
    int count = 0;
    try {
      int more = inflater.inflate(unpacked, 0, unpacked.length);
      while (more > 0) {
        count += more;
        more = inflater.inflate(unpacked, count, unpacked.length - count);
      }
    } catch (DataFormatException noStream) {
      // What came before the fault is searched all the same.
      streams--;
    }
    streams++;
    for (Canary.Disguise disguise : disguises) {
      if (indexOf(unpacked, 0, count, disguise.bytes()) >= 0) {
        finds.add(new Find(file, at, "deflated " + disguise.name()));
      }
    }
  }

  static int indexOf(byte[] haystack, int from, int end, byte[] needle) {
    byte first = needle[0];
    int last = end - needle.length;
    for (int at = from; at <= last; at++) {
      if (haystack[at] == first && matches(haystack, at, needle)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] haystack, int at, byte[] needle) {
    for (int i = 1; i < needle.length; i++) {
      if (haystack[at + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }
}
