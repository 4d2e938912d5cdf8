package dev.wardroom.wire.message;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.LeaseId;

/// A message key wrapped for one device: the lease, whose record names the prekey, and 48 bytes.
///
/// @param sealed 32 bytes of ciphertext and the 16-byte tag
public record Exchange(LeaseId lease, Bytes sealed) {
  public static final int SEALED_LENGTH = 48;

  public Exchange {
    if (sealed.length() != SEALED_LENGTH) {
      throw new IllegalArgumentException("a wrapped key is 48 bytes");
    }
  }

  public static Exchange fromWire(byte[] lease, byte[] sealed) throws ProtocolException {
    if (sealed.length != SEALED_LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "a wrapped key is 48 bytes");
    }
    return new Exchange(LeaseId.fromWire(lease), Bytes.of(sealed));
  }
}
