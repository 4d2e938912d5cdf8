package dev.wardroom.server.accounts.secrets;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.Kernel;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keys of the server's own, drawn at the first start. They lie in the store and not in a data
/// folder, because every node must invent the same salts and know the others' challenges. They
/// protect no content: whoever reads the store has the names already, and a forged challenge is
/// worth nothing without a device key.
public final class ServerSecrets {
  /// What a key is for.
  public enum Purpose {
    /// Invents salts for names that nobody has.
    SALTS,
    /// Marks challenges as ours.
    CHALLENGES,
    /// Hides the names that people mistype, which may be passwords, in the table of failures.
    NAMES
  }

  private static final String ALGORITHM = "HmacSHA512";
  private static final int KEY_BYTES = 64;

  private final Map<Purpose, SecretKeySpec> keys = new EnumMap<>(Purpose.class);

  private ServerSecrets() {}

  /// Reads the keys, drawing those that are not there yet.
  public static ServerSecrets open(Kernel kernel) {
    ServerSecrets secrets = new ServerSecrets();
    for (Purpose purpose : Purpose.values()) {
      byte[] fresh = kernel.random().bytes(KEY_BYTES);
      byte[] kept = kernel.db().tx(tx -> ServerSecretStore.keepOrRead(tx, purpose.name(), fresh));
      secrets.keys.put(purpose, new SecretKeySpec(kept, ALGORITHM));
    }
    return secrets;
  }

  /// HMAC-SHA-512 under the key of the purpose, 64 bytes.
  public byte[] mac(Purpose purpose, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(keys.get(purpose));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new Bug("the platform lacks HMAC-SHA-512", impossible);
    }
  }
}
