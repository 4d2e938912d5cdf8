package dev.wardroom.server.files.blobs;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A buffer that remembers how full it is and why its source stopped. A source that fails in the
/// middle keeps what it gave: on a bad line that is the progress that counts.
///
/// One thread at a time.
final class FilledBuffer {
  private final byte[] bytes;
  private int count;
  private @Nullable IOException cutShort;

  FilledBuffer(int size) {
    this.bytes = new byte[size];
  }

  byte[] bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  boolean full() {
    return count == bytes.length;
  }

  @Nullable IOException cutShort() {
    return cutShort;
  }

  void clear() {
    count = 0;
  }

  /// Starts anew; true when something came. Takes at most `bytesMax`.
  boolean fill(InputStream source, long bytesMax) {
    clear();
    return top(source, bytesMax) > 0;
  }

  /// Goes on from where it is, until it is full, `bytesMax` came, or the source ended or failed.
  /// Returns how many bytes came. A source that failed once is not asked again.
  int top(InputStream source, long bytesMax) {
    int before = count;
    int end = (int) Math.min(bytes.length, count + bytesMax);
    try {
      while (count < end && cutShort == null) {
        int read = source.read(bytes, count, end - count);
        if (read < 0) {
          break;
        }
        count += read;
      }
    } catch (IOException e) {
      cutShort = e;
    }
    return count - before;
  }
}
