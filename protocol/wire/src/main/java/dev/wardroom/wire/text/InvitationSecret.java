package dev.wardroom.wire.text;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;

/// The one-time secret of an invitation: 16 random bytes. The server keeps its hash only.
public record InvitationSecret(Bytes bytes) {
  public static final int LENGTH = 16;

  public InvitationSecret {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("an invitation secret is 16 bytes");
    }
  }

  public static InvitationSecret of(byte[] bytes) {
    return new InvitationSecret(Bytes.of(bytes));
  }

  public static InvitationSecret fromWire(byte[] bytes) throws ProtocolException {
    if (bytes.length != LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "an invitation secret is 16 bytes");
    }
    return of(bytes);
  }

  /// What the server stores and looks up.
  public Hash32 hash() {
    return Hash32.of(Labels.INVITATION, bytes);
  }

  public byte[] toArray() {
    return bytes.toArray();
  }

  /// Prints nothing of the secret.
  @Override
  public String toString() {
    return "InvitationSecret";
  }
}
