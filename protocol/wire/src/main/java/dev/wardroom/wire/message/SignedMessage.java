package dev.wardroom.wire.message;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;

/// The four parts of a message that are the same for every recipient, parsed and not verified. Made
/// from the received bytes only, so that what is verified is what was received.
public final class SignedMessage {
  private final MessageHeader header;
  private final Bytes headerBytes;
  private final P521PublicKey ephemeralKey;
  private final Bytes payload;
  private final P521Signature signature;
  private final Digest64 digest;

  private SignedMessage(
      MessageHeader header,
      Bytes headerBytes,
      P521PublicKey ephemeralKey,
      Bytes payload,
      P521Signature signature) {
    this.header = header;
    this.headerBytes = headerBytes;
    this.ephemeralKey = ephemeralKey;
    this.payload = payload;
    this.signature = signature;
    this.digest = MessageBindings.digest(headerBytes, ephemeralKey.bytes(), payload);
  }

  /// Lengths first, then the header, then the point: throws MALFORMED, TOO_LARGE,
  /// UNSUPPORTED_VERSION, UNSUPPORTED_SUITE, SIGNATURE_FORM or KEY_INVALID.
  public static SignedMessage fromWire(
      byte[] header, byte[] ephemeralKey, byte[] payload, byte[] signature)
      throws ProtocolException {
    if (payload.length > WireLimits.PAYLOAD_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "payload");
    }
    if (payload.length < WireLimits.PAYLOAD_BYTES_MIN) {
      throw new ProtocolException(ProtocolError.MALFORMED, "payload is shorter than its padding");
    }
    MessageHeader parsed = MessageHeader.decode(header);
    P521Signature checkedSignature = P521Signature.fromWire(signature);
    return new SignedMessage(
        parsed,
        Bytes.of(header),
        P521PublicKey.fromWire(ephemeralKey),
        Bytes.of(payload),
        checkedSignature);
  }

  /// Throws SIGNATURE_INVALID unless the device key signed this digest.
  public void checkSignature(P521PublicKey deviceKey) throws ProtocolException {
    deviceKey.check(signature, MessageBindings.signed(digest));
  }

  public MessageHeader header() {
    return header;
  }

  public Bytes headerBytes() {
    return headerBytes;
  }

  public P521PublicKey ephemeralKey() {
    return ephemeralKey;
  }

  public Bytes payload() {
    return payload;
  }

  public P521Signature signature() {
    return signature;
  }

  public Digest64 digest() {
    return digest;
  }

  /// What the device's next message names as the one before.
  public Hash32 asPrevious() {
    return MessageBindings.previous(digest);
  }
}
