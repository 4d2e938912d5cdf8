package dev.wardroom.client.messages;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.message.SignedMessage;

/// The ciphertext parts of a message as one column, and as a message item once its key is added.
public final class Items {

  private static final int SIGNATURE_LENGTH = 132;
  private static final String LABEL = "wardroom/1 message item";

  private Items() {}

  /// Header, key, payload and signature as they travelled; nothing secret.
  public static byte[] parts(SignedMessage message) {
    return new CanonicalWriter(1024 + message.payload().length())
        .variable(message.headerBytes())
        .fixed(message.ephemeralKey().bytes())
        .variable(message.payload())
        .fixed(message.signature().bytes())
        .toArray();
  }

  public static SignedMessage message(byte[] parts) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(parts);
    byte[] header = reader.variable(WireLimits.HEADER_BYTES_MAX).unsafeArray();
    byte[] key = reader.fixed(P521PublicKey.LENGTH).unsafeArray();
    byte[] payload = reader.variable(WireLimits.PAYLOAD_BYTES_MAX).unsafeArray();
    byte[] signature = reader.fixed(SIGNATURE_LENGTH).unsafeArray();
    reader.end();
    return SignedMessage.fromWire(header, key, payload, signature);
  }

  /// The encoding of protocol/core's message item. Holds the key.
  public static byte[] item(byte[] parts, byte[] key) {
    return new CanonicalWriter(parts.length + 128)
        .label(LABEL)
        .u8(1)
        .fixed(parts)
        .fixed(key)
        .toArray();
  }

  /// The key at the end of an encoded item.
  public static byte[] key(byte[] item) {
    return java.util.Arrays.copyOfRange(item, item.length - 32, item.length);
  }
}
