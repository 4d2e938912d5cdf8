package dev.wardroom.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// The frames of one direction of a WebSocket: messages are put together, control frames are passed
/// on by themselves. Reading belongs to one thread; writing is for any.
final class SocketFrames {
  static final int BINARY = 2;
  private static final int CONTROL = 8;
  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
  private static final int MESSAGE_BYTES_MAX = 8 * 1024 * 1024;

  private final DataInputStream in;
  private final OutputStream out;
  private final boolean toServer;

  /// @param toServer frames of a client are masked, those of a server are not
  SocketFrames(InputStream in, OutputStream out, boolean toServer) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.toServer = toServer;
  }

  /// @param kind the opcode
  record Message(int kind, byte[] bytes) {}

  /// The next whole message; empty when the connection has ended.
  Optional<Message> next() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int kind = 0;
    try {
      while (true) {
        int first = in.readUnsignedByte();
        int code = first & 0x0f;
        byte[] bytes = payload();
        if (code >= CONTROL) {
          return Optional.of(new Message(code, bytes));
        }
        kind = code == 0 ? kind : code;
        whole.writeBytes(bytes);
        if (whole.size() > MESSAGE_BYTES_MAX) {
          throw new IOException("a message without an end");
        }
        if ((first & LAST) != 0) {
          return Optional.of(new Message(kind, whole.toByteArray()));
        }
      }
    } catch (EOFException ended) {
      return Optional.empty();
    }
  }

  private byte[] payload() throws IOException {
    int second = in.readUnsignedByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if (length > MESSAGE_BYTES_MAX) {
      throw new IOException("a frame that is too long");
    }
    byte[] mask = new byte[4];
    if ((second & MASKED) != 0) {
      in.readFully(mask);
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= mask[i & 3];
    }
    return bytes;
  }

  /// Writes a message in one frame. A client's mask of zeros is a mask too.
  void write(Message message) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(message.bytes().length + 14);
    frame.write(LAST | message.kind());
    int mask = toServer ? MASKED : 0;
    int length = message.bytes().length;
    if (length < 126) {
      frame.write(mask | length);
    } else if (length < 65_536) {
      frame.write(mask | 126);
      frame.write(length >> 8);
      frame.write(length);
    } else {
      frame.write(mask | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) length >> shift));
      }
    }
    if (toServer) {
      frame.writeBytes(new byte[4]);
    }
    frame.writeBytes(message.bytes());
    synchronized (out) {
      out.write(frame.toByteArray());
      out.flush();
    }
  }
}
