package dev.wardroom.server.files.blobs;

import java.io.IOException;
import java.io.InputStream;

/// Gives so many bytes, then fails as a cut connection does. It fails once: whoever asks again has
/// not listened.
final class BreakingStream extends InputStream {
  private final byte[] bytes;
  private final int breakAt;
  private int next;
  private boolean broken;

  BreakingStream(byte[] bytes, int breakAt) {
    this.bytes = bytes;
    this.breakAt = breakAt;
  }

  private IOException cut() {
    if (broken) {
      throw new IllegalStateException("asked again after the line was cut");
    }
    broken = true;
    return new IOException("line cut");
  }

  @Override
  public int read() throws IOException {
    if (next == breakAt) {
      throw cut();
    }
    return bytes[next++] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (next == breakAt) {
      throw cut();
    }
    int count = Math.min(length, breakAt - next);
    System.arraycopy(bytes, next, into, from, count);
    next += count;
    return count;
  }
}
