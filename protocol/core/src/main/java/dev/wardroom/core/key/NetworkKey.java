package dev.wardroom.core.key;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.network.NetworkStatement;

/// An owner key of a network: signs network statements and nothing else.
public final class NetworkKey implements AutoCloseable {
  private final P521PrivateKey key;

  private NetworkKey(P521PrivateKey key) {
    this.key = key;
  }

  public static NetworkKey generate(RandomSource random) {
    return new NetworkKey(P521PrivateKey.generate(random));
  }

  /// Throws KEY_INVALID.
  public static NetworkKey fromScalar(SecretBytes scalar) throws ProtocolException {
    return new NetworkKey(P521PrivateKey.fromScalar(scalar));
  }

  public P521PublicKey publicKey() {
    return key.publicKey();
  }

  /// What invitations carry.
  public Hash32 fingerprint() {
    return NetworkStatement.fingerprint(publicKey());
  }

  public SecretBytes exportScalar() {
    return key.exportScalar();
  }

  /// The caller sees to it that this key is an owner key of the statement before.
  public SignedBytes sign(NetworkStatement statement) {
    byte[] body = statement.encode();
    return SignedBytes.of(body, key.sign(body));
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "NetworkKey";
  }
}
