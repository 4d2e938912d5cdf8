package dev.wardroom.core.key;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.message.MessageBindings;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.text.SessionChallenge;

/// A device's signing key, made on the device; it never leaves it. Signs messages, log entries,
/// prekey batches and session challenges, each under its own label.
public final class DeviceKey implements AutoCloseable {
  private final P521PrivateKey key;

  private DeviceKey(P521PrivateKey key) {
    this.key = key;
  }

  public static DeviceKey generate(RandomSource random) {
    return new DeviceKey(P521PrivateKey.generate(random));
  }

  /// From the device's own store. Throws KEY_INVALID.
  public static DeviceKey fromPair(SecretBytes scalar, P521PublicKey publicKey)
      throws ProtocolException {
    return new DeviceKey(P521PrivateKey.fromPair(scalar, publicKey));
  }

  public P521PublicKey publicKey() {
    return key.publicKey();
  }

  /// The scalar, for the device's own encrypted store.
  public SecretBytes exportScalar() {
    return key.exportScalar();
  }

  public P521Signature signMessage(Digest64 digest) {
    return key.sign(MessageBindings.signed(digest));
  }

  public SignedBytes sign(LogEntry entry) {
    return signed(entry.encode());
  }

  public SignedBytes sign(PrekeyBatch batch) {
    return signed(batch.encode());
  }

  public SignedBytes sign(SessionChallenge challenge) {
    return signed(challenge.encode());
  }

  private SignedBytes signed(byte[] body) {
    return SignedBytes.of(body, key.sign(body));
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "DeviceKey";
  }
}
