package dev.wardroom.core.account;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.Argon2id;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/// `master = Argon2id(password, salt)`, 32 bytes. From it the login secret, which is sent, and,
/// with the account key, the key of the envelope, which is not.
public final class PasswordMaster implements AutoCloseable {
  private static final int KEY_LENGTH = 32;

  private final PasswordParameters parameters;
  private final SecretBytes master;

  private PasswordMaster(PasswordParameters parameters, SecretBytes master) {
    this.parameters = parameters;
    this.master = master;
  }

  /// Takes about 0.2 s and 64 MiB at the floors. The password is brought to Unicode form NFC, so
  /// that keyboards agree, and hashed as UTF-8.
  public static PasswordMaster derive(char[] password, PasswordParameters parameters) {
    String normal = Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFC);
    byte[] bytes = normal.getBytes(StandardCharsets.UTF_8);
    SecretBytes master =
        Argon2id.derive(
            bytes,
            parameters.salt().toArray(),
            parameters.memoryKib(),
            parameters.passes(),
            parameters.lanes());
    Arrays.fill(bytes, (byte) 0);
    return new PasswordMaster(parameters, master);
  }

  public PasswordParameters parameters() {
    return parameters;
  }

  /// What proves the password to the server, 32 bytes: `HKDF(master, label "wardroom/1 login")`.
  public SecretBytes loginSecret() {
    byte[] info = CanonicalWriter.labelled(Labels.LOGIN).toArray();
    return SecretBytes.wrap(
        new Hkdf().derive(master.read(SecretAccess.granted()), info, KEY_LENGTH));
  }

  /// `HKDF(master || account key, label "wardroom/1 envelope" || network || user)`; where a network
  /// goes without account keys, the master alone.
  SecretBytes envelopeKey(Optional<AccountKey> accountKey, NetworkId network, UserId user) {
    byte[] own = master.read(SecretAccess.granted());
    byte[] added = accountKey.map(key -> key.read(SecretAccess.granted())).orElse(new byte[0]);
    byte[] both = Arrays.copyOf(own, own.length + added.length);
    System.arraycopy(added, 0, both, own.length, added.length);
    byte[] info =
        CanonicalWriter.labelled(Labels.ENVELOPE)
            .fixed(network.bytes())
            .fixed(user.bytes())
            .toArray();
    SecretBytes key = SecretBytes.wrap(new Hkdf().derive(both, info, KEY_LENGTH));
    Arrays.fill(both, (byte) 0);
    return key;
  }

  @Override
  public void close() {
    master.close();
  }
}
