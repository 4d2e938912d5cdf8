package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolException;

/// A user: 16 random bytes, drawn by the first device.
public record UserId(Bytes bytes) implements Id, Comparable<UserId> {
  public UserId {
    Id.require16(bytes);
  }

  /// Bytes that are known to be an id; a wrong length is a bug.
  public static UserId of(byte[] bytes) {
    return new UserId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for a wrong length.
  public static UserId fromWire(byte[] bytes) throws ProtocolException {
    return new UserId(Id.checked16(Bytes.of(bytes)));
  }

  /// The 32 hexadecimal digits that [#toString] prints.
  public static UserId parse(String text) throws ProtocolException {
    return new UserId(Id.checked16(Bytes.fromHex(text)));
  }

  public static UserId read(CanonicalReader reader) throws ProtocolException {
    return new UserId(reader.fixed(LENGTH));
  }

  @Override
  public int compareTo(UserId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
