package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolException;

/// A device: 16 random bytes, drawn by the device; never used again after removal.
public record DeviceId(Bytes bytes) implements Id, Comparable<DeviceId> {
  public DeviceId {
    Id.require16(bytes);
  }

  /// Bytes that are known to be an id; a wrong length is a bug.
  public static DeviceId of(byte[] bytes) {
    return new DeviceId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for a wrong length.
  public static DeviceId fromWire(byte[] bytes) throws ProtocolException {
    return new DeviceId(Id.checked16(Bytes.of(bytes)));
  }

  /// The 32 hexadecimal digits that [#toString] prints.
  public static DeviceId parse(String text) throws ProtocolException {
    return new DeviceId(Id.checked16(Bytes.fromHex(text)));
  }

  public static DeviceId read(CanonicalReader reader) throws ProtocolException {
    return new DeviceId(reader.fixed(LENGTH));
  }

  @Override
  public int compareTo(DeviceId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
