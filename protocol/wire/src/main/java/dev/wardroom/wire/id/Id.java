package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;

/// What all 16-byte identifiers have in common.
public sealed interface Id permits NetworkId, UserId, DeviceId, LeaseId, FileId, MessageId {
  int LENGTH = 16;

  Bytes bytes();

  default byte[] toArray() {
    return bytes().toArray();
  }

  static void require16(Bytes bytes) {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("an id is 16 bytes");
    }
  }

  static Bytes checked16(Bytes bytes) throws ProtocolException {
    if (bytes.length() != LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "an id is 16 bytes");
    }
    return bytes;
  }
}
