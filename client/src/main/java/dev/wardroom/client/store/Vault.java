package dev.wardroom.client.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals what must not lie in the clear: `nonce (12) || AES-256-GCM ciphertext and tag`. The
/// additional data names table, column and row, so that a sealed value copied to another place does
/// not open. Thread-safe.
public final class Vault {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /// @param storeKey 32 bytes
  public Vault(byte[] storeKey) {
    if (storeKey.length != 32) {
      throw new IllegalArgumentException("a store key has 32 bytes");
    }
    this.key = new SecretKeySpec(storeKey, "AES");
  }

  /// @param place `table.column`
  /// @param row the row's primary key
  public byte[] seal(String place, byte[] row, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound(place, row));
      byte[] sealed = cipher.doFinal(plain);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new StoreFailure("cannot seal " + place, e);
    }
  }

  /// @throws StoreFailure when the value was changed or moved
  public byte[] open(String place, byte[] row, byte[] sealed) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
      cipher.updateAAD(bound(place, row));
      return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StoreFailure("a value of " + place + " in the home folder is damaged", e);
    }
  }

  public byte[] seal(String place, String row, byte[] plain) {
    return seal(place, row.getBytes(StandardCharsets.UTF_8), plain);
  }

  public byte[] open(String place, String row, byte[] sealed) {
    return open(place, row.getBytes(StandardCharsets.UTF_8), sealed);
  }

  private static byte[] bound(String place, byte[] row) {
    byte[] name = place.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + name.length + row.length)
        .put((byte) name.length)
        .put(name)
        .put(row)
        .array();
  }
}
