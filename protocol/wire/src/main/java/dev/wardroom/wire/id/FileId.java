package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolException;

/// A file: 16 random bytes, drawn by the uploading device and bound into the encryption.
public record FileId(Bytes bytes) implements Id, Comparable<FileId> {
  public FileId {
    Id.require16(bytes);
  }

  /// Bytes that are known to be an id; a wrong length is a bug.
  public static FileId of(byte[] bytes) {
    return new FileId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for a wrong length.
  public static FileId fromWire(byte[] bytes) throws ProtocolException {
    return new FileId(Id.checked16(Bytes.of(bytes)));
  }

  /// The 32 hexadecimal digits that [#toString] prints.
  public static FileId parse(String text) throws ProtocolException {
    return new FileId(Id.checked16(Bytes.fromHex(text)));
  }

  public static FileId read(CanonicalReader reader) throws ProtocolException {
    return new FileId(reader.fixed(LENGTH));
  }

  @Override
  public int compareTo(FileId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
