package dev.wardroom.server.directory;

import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.SignedBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/// A P-521 key pair that signs, made by the platform: tests of the server make what clients make
/// without the clients' code.
public final class SigningKey {
  private static final int COORDINATE = 66;

  private final KeyPair pair;
  private final P521PublicKey publicKey;

  public SigningKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp521r1"));
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    ECPublicKey point = (ECPublicKey) pair.getPublic();
    byte[] encoded = new byte[P521PublicKey.LENGTH];
    encoded[0] = 0x04;
    put(point.getW().getAffineX(), encoded, 1);
    put(point.getW().getAffineY(), encoded, 1 + COORDINATE);
    publicKey = P521PublicKey.of(encoded);
  }

  private static void put(BigInteger coordinate, byte[] target, int at) {
    byte[] raw = coordinate.toByteArray();
    int from = Math.max(0, raw.length - COORDINATE);
    int length = raw.length - from;
    System.arraycopy(raw, from, target, at + COORDINATE - length, length);
  }

  public P521PublicKey publicKey() {
    return publicKey;
  }

  public P521Signature signature(byte[] body) {
    try {
      Signature signer = Signature.getInstance("SHA512withECDSAinP1363Format");
      signer.initSign(pair.getPrivate());
      signer.update(body);
      return P521Signature.normalised(signer.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The signed object as it travels.
  public byte[] signed(byte[] body) {
    return SignedBytes.of(body, signature(body)).encode();
  }
}
