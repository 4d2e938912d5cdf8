package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolException;

/// A network: 16 random bytes, drawn when the network is made.
public record NetworkId(Bytes bytes) implements Id, Comparable<NetworkId> {
  public NetworkId {
    Id.require16(bytes);
  }

  /// Bytes that are known to be an id; a wrong length is a bug.
  public static NetworkId of(byte[] bytes) {
    return new NetworkId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for a wrong length.
  public static NetworkId fromWire(byte[] bytes) throws ProtocolException {
    return new NetworkId(Id.checked16(Bytes.of(bytes)));
  }

  /// The 32 hexadecimal digits that [#toString] prints.
  public static NetworkId parse(String text) throws ProtocolException {
    return new NetworkId(Id.checked16(Bytes.fromHex(text)));
  }

  public static NetworkId read(CanonicalReader reader) throws ProtocolException {
    return new NetworkId(reader.fixed(LENGTH));
  }

  @Override
  public int compareTo(NetworkId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
