package dev.wardroom.core.message;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PayloadKey;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;

/// A message with its key: what history transfer, "send again" and the archive's evidence consist
/// of. Whoever has it can verify and read this one message, and nothing else.
///
/// `label || u8 1 || u32 length || header || pkE 133 || u32 length || payload || signature 132 || K
/// 32`
public final class MessageItem implements AutoCloseable {
  private static final int FORMAT = 1;

  private final SignedMessage message;
  private final SecretBytes messageKey;

  /// Takes the key over.
  MessageItem(SignedMessage message, SecretBytes messageKey) {
    this.message = message;
    this.messageKey = messageKey;
  }

  /// Throws what [SignedMessage#fromWire] throws. Verifies no signature.
  public static MessageItem decode(byte[] item) throws ProtocolException {
    if (item.length > WireLimits.MESSAGE_ITEM_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "message item");
    }
    CanonicalReader reader = new CanonicalReader(item);
    reader.label(Labels.MESSAGE_ITEM).version(FORMAT);
    byte[] header = reader.variable(WireLimits.HEADER_BYTES_MAX).unsafeArray();
    byte[] ephemeralKey = reader.fixed(P521PublicKey.LENGTH).unsafeArray();
    byte[] payload = reader.variable(WireLimits.PAYLOAD_BYTES_MAX).unsafeArray();
    byte[] signature = reader.fixed(P521Signature.LENGTH).unsafeArray();
    byte[] key = reader.fixed(PayloadKey.MESSAGE_KEY_LENGTH).unsafeArray();
    reader.end();
    SignedMessage message = SignedMessage.fromWire(header, ephemeralKey, payload, signature);
    return new MessageItem(message, SecretBytes.wrap(key));
  }

  /// Holds the key: encrypt it before it is stored or sent.
  public byte[] encode() {
    CanonicalWriter writer =
        new CanonicalWriter(1024 + message.payload().length()).label(Labels.MESSAGE_ITEM);
    writer.u8(FORMAT).variable(message.headerBytes()).fixed(message.ephemeralKey().bytes());
    writer.variable(message.payload()).fixed(message.signature().bytes());
    return writer.fixed(messageKey.read(SecretAccess.granted())).toArray();
  }

  /// Verifies against the version of the sender's device list that the header names, and opens.
  /// Throws WRONG_NETWORK, WRONG_USER, LIST_UNKNOWN, DEVICE_UNKNOWN, DEVICE_REMOVED,
  /// SIGNATURE_INVALID, NOT_OPENED.
  public byte[] verifyAndOpen(VerifiedDeviceList senderList) throws ProtocolException {
    MessageHeader header = message.header();
    if (!senderList.user().equals(header.senderUser())) {
      throw new ProtocolException(ProtocolError.WRONG_USER, "message item");
    }
    if (!senderList.hash().equals(header.listHash())) {
      throw new ProtocolException(ProtocolError.LIST_UNKNOWN, "message item");
    }
    message.checkSignature(senderList.requireDevice(header.senderDevice()).key());
    try (PayloadKey key = PayloadKey.derive(new Hkdf(), messageKey, header.id())) {
      return key.open(new AesGcm(), header, message.headerBytes(), message.payload());
    } catch (ProtocolException e) {
      throw new ProtocolException(ProtocolError.NOT_OPENED, "message item");
    }
  }

  public SignedMessage message() {
    return message;
  }

  @Override
  public void close() {
    messageKey.close();
  }

  @Override
  public String toString() {
    return "MessageItem";
  }
}
