package dev.wardroom.client.files;

import dev.wardroom.core.file.FileLayout;
import dev.wardroom.core.file.FileSealer;
import dev.wardroom.wire.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The ciphertext of a file from an offset on, sealed while it is read. Belongs to one thread.
final class SealingStream extends InputStream {

  /// Told when a segment is sealed, before a byte of it leaves.
  interface Sealed {
    void segment(int segment, byte[] progress);
  }

  private final FileChannel source;
  private final FileSealer sealer;
  private final Sealed sealed;
  private final byte[] plain = new byte[FileLayout.SEGMENT_SIZE];
  private final byte[] cipher = new byte[FileLayout.SEALED_SEGMENT_SIZE];
  private int segment;
  private int at;
  private int length;

  /// @param offset where the ciphertext goes on
  SealingStream(FileChannel source, FileSealer sealer, long offset, Sealed sealed)
      throws IOException {
    this.source = source;
    this.sealer = sealer;
    this.sealed = sealed;
    this.segment = (int) (offset / FileLayout.SEALED_SEGMENT_SIZE);
    int within = (int) (offset % FileLayout.SEALED_SEGMENT_SIZE);
    if (within > 0) {
      fill();
      at = within;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int wanted) throws IOException {
    if (at == length && !fill()) {
      return -1;
    }
    int count = Math.min(wanted, length - at);
    System.arraycopy(cipher, at, target, from, count);
    at += count;
    return count;
  }

  /// Seals without sending, up to a segment: the hashes of what was sent before a restart.
  void sealUntil(int end) throws IOException {
    while (segment < end && fill()) {
      at = length;
    }
  }

  private boolean fill() throws IOException {
    FileLayout layout = sealer.layout();
    if (segment >= layout.segments()) {
      return false;
    }
    readSegment(layout.contentLength(segment));
    try {
      length = sealer.seal(segment, plain, cipher);
    } catch (ProtocolException e) {
      throw new IOException("the file changed while it was sent: send it again", e);
    }
    sealed.segment(segment, sealer.progress());
    segment++;
    at = 0;
    return true;
  }

  private void readSegment(int content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(plain, 0, content);
    long position = (long) segment * FileLayout.SEGMENT_SIZE;
    while (buffer.hasRemaining()) {
      int count = source.read(buffer, position + buffer.position());
      if (count < 0) {
        throw new IOException("the file became shorter while it was sent: send it again");
      }
    }
  }
}
