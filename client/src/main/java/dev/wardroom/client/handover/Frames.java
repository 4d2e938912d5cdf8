package dev.wardroom.client.handover;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;

/// Length-prefixed frames over a channel. Belongs to one thread per direction.
final class Frames {

  /// History pages are the largest frames.
  private static final int FRAME_BYTES_MAX = 64 * 1024 * 1024;

  private final DataInputStream in;
  private final DataOutputStream out;

  Frames(ByteChannel channel) {
    this.in = new DataInputStream(Channels.newInputStream(channel));
    this.out = new DataOutputStream(Channels.newOutputStream(channel));
  }

  byte[] read() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > FRAME_BYTES_MAX) {
      throw new IOException("frame of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  void write(byte[] frame) throws IOException {
    if (frame.length > FRAME_BYTES_MAX) {
      throw new IOException("frame of " + frame.length + " bytes");
    }
    out.write(
        ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array());
    out.flush();
  }
}
