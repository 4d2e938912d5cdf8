package dev.wardroom.server.admin.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A value of a column. Both engines know exactly these.
sealed interface RowValue {
  /// Longest value that is read, so that a damaged length does not ask for all memory.
  int BYTES_MAX = 64 * 1024 * 1024;

  record Nothing() implements RowValue {}

  record Whole(long value) implements RowValue {}

  record Octets(byte[] value) implements RowValue {}

  record Text(String value) implements RowValue {}

  static void write(DataOutputStream out, RowValue value) throws IOException {
    switch (value) {
      case Nothing() -> out.writeByte(0);
      case Whole number -> {
        out.writeByte(1);
        out.writeLong(number.value());
      }
      case Octets octets -> {
        out.writeByte(2);
        out.writeInt(octets.value().length);
        out.write(octets.value());
      }
      case Text text -> {
        byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
        out.writeByte(3);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
    }
  }

  static RowValue read(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 0 -> new Nothing();
      case 1 -> new Whole(in.readLong());
      case 2 -> new Octets(readOctets(in));
      case 3 -> new Text(new String(readOctets(in), StandardCharsets.UTF_8));
      default -> throw new IOException("an unknown value in the backup");
    };
  }

  private static byte[] readOctets(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > BYTES_MAX) {
      throw new IOException("a value in the backup is too long");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
