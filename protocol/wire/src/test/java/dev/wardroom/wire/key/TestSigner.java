package dev.wardroom.wire.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;

/// A P-521 key pair for tests of a module that itself holds no secrets.
public final class TestSigner {
  private final PrivateKey privateKey;
  private final P521PublicKey publicKey;

  public TestSigner() {
    KeyPair pair = CryptoProviders.preferred().p521Generator().generateKeyPair();
    byte[] spki = pair.getPublic().getEncoded();
    privateKey = pair.getPrivate();
    publicKey =
        P521PublicKey.of(Arrays.copyOfRange(spki, spki.length - P521PublicKey.LENGTH, spki.length));
  }

  public P521PublicKey publicKey() {
    return publicKey;
  }

  public P521Signature sign(byte[] message) {
    return P521Signature.normalised(signRaw(message));
  }

  /// As the library returns it, with a low or a high s.
  public byte[] signRaw(byte[] message) {
    try {
      Signature signature = CryptoProviders.preferred().ecdsa();
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Body and signature, as objects travel.
  public byte[] signed(byte[] body) {
    return SignedBytes.of(body, sign(body)).encode();
  }

  /// With the signature of the key that is replaced.
  public byte[] signedReplacing(byte[] body, TestSigner old) {
    return SignedBytes.of(body, sign(body), old.sign(body)).encode();
  }
}
