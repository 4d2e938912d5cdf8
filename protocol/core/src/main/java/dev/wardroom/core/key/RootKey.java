package dev.wardroom.core.key;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.SignedBytes;

/// A user's root key: signs device lists and nothing else. Opened for one signature from its
/// envelope, then closed; never kept open on a device.
public final class RootKey implements AutoCloseable {
  private final P521PrivateKey key;

  private RootKey(P521PrivateKey key) {
    this.key = key;
  }

  public static RootKey generate(RandomSource random) {
    return new RootKey(P521PrivateKey.generate(random));
  }

  /// Throws KEY_INVALID.
  public static RootKey fromScalar(SecretBytes scalar) throws ProtocolException {
    return new RootKey(P521PrivateKey.fromScalar(scalar));
  }

  public P521PublicKey publicKey() {
    return key.publicKey();
  }

  /// The scalar, to be put under an envelope's key.
  public SecretBytes exportScalar() {
    return key.exportScalar();
  }

  /// Signs a list that names this key.
  public SignedBytes sign(DeviceList list) {
    requireOwn(list);
    byte[] body = list.encode();
    return SignedBytes.of(body, key.sign(body));
  }

  /// Signs a list that names this key in place of an older one, which vouches for the change.
  public SignedBytes signReplacing(DeviceList list, RootKey old) {
    requireOwn(list);
    byte[] body = list.encode();
    return SignedBytes.of(body, key.sign(body), old.key.sign(body));
  }

  private void requireOwn(DeviceList list) {
    if (!list.rootKey().equals(publicKey())) {
      throw new IllegalArgumentException("the list names another root key");
    }
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "RootKey";
  }
}
