package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolException;

/// A lease: 16 random bytes.
public record LeaseId(Bytes bytes) implements Id, Comparable<LeaseId> {
  public LeaseId {
    Id.require16(bytes);
  }

  /// Bytes that are known to be an id; a wrong length is a bug.
  public static LeaseId of(byte[] bytes) {
    return new LeaseId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for a wrong length.
  public static LeaseId fromWire(byte[] bytes) throws ProtocolException {
    return new LeaseId(Id.checked16(Bytes.of(bytes)));
  }

  /// The 32 hexadecimal digits that [#toString] prints.
  public static LeaseId parse(String text) throws ProtocolException {
    return new LeaseId(Id.checked16(Bytes.fromHex(text)));
  }

  public static LeaseId read(CanonicalReader reader) throws ProtocolException {
    return new LeaseId(reader.fixed(LENGTH));
  }

  @Override
  public int compareTo(LeaseId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
