package dev.wardroom.core.key;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.Padding;
import java.security.MessageDigest;
import java.util.Arrays;

/// From the message key K to the payload key and the commitment to it: `payload key || commitment =
/// HKDF-Expand(K, label "wardroom/1 message key" || message id, 64)`.
///
/// AES-GCM opens one ciphertext under many keys to different texts (Dodis, Grubbs, Ristenpart,
/// Woodage, CRYPTO 2018); the commitment in the signed header leaves one.
public final class PayloadKey implements AutoCloseable {
  public static final int MESSAGE_KEY_LENGTH = 32;

  /// Every payload key is used once.
  private static final byte[] ZERO_NONCE = new byte[AesGcm.NONCE_LENGTH];

  private final byte[] key;
  private final byte[] commitment;

  private PayloadKey(byte[] key, byte[] commitment) {
    this.key = key;
    this.commitment = commitment;
  }

  public static PayloadKey derive(Hkdf hkdf, SecretBytes messageKey, MessageId id) {
    byte[] info = CanonicalWriter.labelled(Labels.MESSAGE_KEY).fixed(id.bytes()).toArray();
    byte[] both = hkdf.expand(messageKey.read(SecretAccess.granted()), info, 64);
    PayloadKey derived =
        new PayloadKey(Arrays.copyOfRange(both, 0, 32), Arrays.copyOfRange(both, 32, 64));
    Arrays.fill(both, (byte) 0);
    return derived;
  }

  public Hash32 commitment() {
    return new Hash32(Bytes.of(commitment));
  }

  public Bytes seal(AesGcm aead, byte[] header, byte[] content) throws ProtocolException {
    byte[] padded = Padding.pad(content);
    Bytes payload = Bytes.wrap(aead.seal(key, ZERO_NONCE, header, padded));
    Arrays.fill(padded, (byte) 0);
    return payload;
  }

  /// Commitment, payload, padding; throws NOT_OPENED or, for the padding, MALFORMED.
  public byte[] open(AesGcm aead, MessageHeader header, Bytes headerBytes, Bytes payload)
      throws ProtocolException {
    if (!MessageDigest.isEqual(commitment, header.commitment().bytes().unsafeArray())) {
      throw new ProtocolException(ProtocolError.NOT_OPENED, "commitment");
    }
    byte[] padded = aead.open(key, ZERO_NONCE, headerBytes.unsafeArray(), payload.unsafeArray());
    byte[] content = Padding.unpad(padded);
    Arrays.fill(padded, (byte) 0);
    return content;
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }
}
