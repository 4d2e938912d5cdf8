package dev.wardroom.core.primitive;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.CryptoProviders;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM with 12-byte nonces and 16-byte tags. Keeps one Cipher; belongs to one thread. The
/// caller sees to it that no nonce meets a key twice.
public final class AesGcm {
  public static final int KEY_LENGTH = 32;
  public static final int NONCE_LENGTH = 12;
  public static final int TAG_LENGTH = 16;

  private final Cipher cipher;

  public AesGcm() {
    this(CryptoProviders.preferred());
  }

  public AesGcm(CryptoProviders providers) {
    cipher = providers.aesGcm();
  }

  public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
    byte[] sealed = new byte[plaintext.length + TAG_LENGTH];
    seal(key, nonce, aad, plaintext, plaintext.length, sealed);
    return sealed;
  }

  /// Into a caller's buffer, which has room for the tag; returns the length written.
  public int seal(
      byte[] key, byte[] nonce, byte[] aad, byte[] plaintext, int length, byte[] target) {
    try {
      init(Cipher.ENCRYPT_MODE, key, nonce, aad);
      return cipher.doFinal(plaintext, 0, length, target, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM encryption", e);
    }
  }

  /// Throws NOT_OPENED when the tag is wrong.
  public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws ProtocolException {
    byte[] plaintext = new byte[Math.max(0, sealed.length - TAG_LENGTH)];
    open(key, nonce, aad, sealed, sealed.length, plaintext);
    return plaintext;
  }

  /// Into a caller's buffer; returns the length written. On failure the buffer's content is not to
  /// be used.
  public int open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed, int length, byte[] target)
      throws ProtocolException {
    if (length < TAG_LENGTH) {
      throw new ProtocolException(ProtocolError.NOT_OPENED, "shorter than a tag");
    }
    try {
      init(Cipher.DECRYPT_MODE, key, nonce, aad);
      return cipher.doFinal(sealed, 0, length, target, 0);
    } catch (AEADBadTagException e) {
      throw new ProtocolException(ProtocolError.NOT_OPENED, "AES-GCM");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM decryption", e);
    }
  }

  private void init(int mode, byte[] key, byte[] nonce, byte[] aad)
      throws GeneralSecurityException {
    if (key.length != KEY_LENGTH || nonce.length != NONCE_LENGTH) {
      throw new IllegalArgumentException("AES-256 keys and 12-byte nonces");
    }
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_LENGTH, nonce));
    if (aad.length > 0) {
      cipher.updateAAD(aad);
    }
  }
}
