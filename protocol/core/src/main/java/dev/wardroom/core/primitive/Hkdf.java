package dev.wardroom.core.primitive;

import dev.wardroom.wire.key.CryptoProviders;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/// HKDF-SHA512 (RFC 5869) over the provider's HMAC. Keeps one Mac, so that many derivations in a
/// row are cheap; belongs to one thread.
public final class Hkdf {
  public static final int HASH_LENGTH = 64;

  private static final byte[] NO_SALT = new byte[HASH_LENGTH];
  private static final int BLOCKS_MAX = 255;

  private final Mac mac;

  public Hkdf() {
    this(CryptoProviders.preferred());
  }

  public Hkdf(CryptoProviders providers) {
    mac = providers.hmacSha512();
  }

  /// Extract; an absent salt is an empty array. The input may come in parts.
  public byte[] extract(byte[] salt, byte[]... input) {
    init(salt.length == 0 ? NO_SALT : salt);
    for (byte[] part : input) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /// Expand to at most 255 × 64 bytes.
  public byte[] expand(byte[] key, byte[] info, int length) {
    if (length < 1 || length > BLOCKS_MAX * HASH_LENGTH) {
      throw new IllegalArgumentException("HKDF gives 1 to 16,320 bytes");
    }
    init(key);
    byte[] output = new byte[length];
    byte[] block = new byte[HASH_LENGTH];
    for (int done = 0, counter = 1; done < length; done += HASH_LENGTH, counter++) {
      if (counter > 1) {
        mac.update(block);
      }
      mac.update(info);
      mac.update((byte) counter);
      finish(block);
      System.arraycopy(block, 0, output, done, Math.min(HASH_LENGTH, length - done));
    }
    Arrays.fill(block, (byte) 0);
    return output;
  }

  /// Extract without a salt, then expand.
  public byte[] derive(byte[] input, byte[] info, int length) {
    byte[] key = extract(NO_SALT, input);
    byte[] output = expand(key, info, length);
    Arrays.fill(key, (byte) 0);
    return output;
  }

  private void init(byte[] key) {
    try {
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
  }

  private void finish(byte[] block) {
    try {
      mac.doFinal(block, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("a block is 64 bytes", e);
    }
  }
}
