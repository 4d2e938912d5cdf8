package dev.wardroom.server.accounts.secrets;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.NewPassword;
import dev.wardroom.schema.v1.PasswordParameters;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// Login secrets: kept hashed, compared without telling where they differ, and invented where there
/// is nobody, so that a name that nobody has takes the same work and gives the same kind of answer.
public final class Passwords {
  private static final int CLIENT_SALT_BYTES = 16;

  /// What clients use; names that nobody has claim the same.
  private static final int MEMORY_KIB = AccountLimits.MEMORY_KIB_MIN;

  private static final int PASSES = AccountLimits.PASSES_MIN;
  private static final int LANES = 1;

  private final Kernel kernel;
  private final ServerSecrets secrets;
  private final LoginHash hash;

  public Passwords(Kernel kernel, ServerSecrets secrets) {
    this.kernel = kernel;
    this.secrets = secrets;
    this.hash =
        new LoginHash(kernel.limits().countOf(AccountLimits.HASHES_AT_ONCE), kernel.metrics());
  }

  /// Hashes a new login secret, outside any transaction; refuses parameters below the floors.
  public Credential prepare(PasswordParameters parameters, ByteString loginSecret) {
    boolean strong =
        parameters.getMemoryKib() >= AccountLimits.MEMORY_KIB_MIN
            && parameters.getPasses() >= AccountLimits.PASSES_MIN
            && parameters.getLanes() >= AccountLimits.LANES_MIN;
    if (!strong) {
      throw new Refusal(
          Reason.REASON_MALFORMED, "The password is hashed too weakly. Upgrade the client.");
    }
    byte[] salt = kernel.random().bytes(LoginHash.SALT_BYTES);
    return new Credential(
        parameters.getSalt().toByteArray(),
        parameters.getMemoryKib(),
        parameters.getPasses(),
        parameters.getLanes(),
        salt,
        hash.of(loginSecret.toByteArray(), salt));
  }

  /// The same for a change of the password, with its envelope checked.
  public Credential prepare(NewPassword fresh) {
    boolean whole =
        fresh.hasPassword()
            && fresh.hasEnvelope()
            && fresh.getEnvelope().getKind() == EnvelopeKind.ENVELOPE_KIND_PASSWORD;
    if (!whole) {
      throw new Refusal(
          Reason.REASON_MALFORMED, "A new password comes with its parameters and its envelope.");
    }
    return prepare(fresh.getPassword(), fresh.getLoginSecret());
  }

  /// Keeps a new password with its envelope.
  public void keep(
      Tx tx, NetworkId network, UserId user, Credential credential, NewPassword fresh) {
    long now = kernel.clock().millis();
    CredentialStore.put(tx, network, user, credential, now);
    CredentialStore.putEnvelope(tx, network, user, fresh.getEnvelope(), now);
  }

  /// What a client derives the login secret of this name with.
  public PasswordParameters parameters(String foldedName, Optional<Credential> credential) {
    Credential invented = invented(foldedName);
    return parameters(credential.orElse(invented));
  }

  public static PasswordParameters parameters(Credential credential) {
    return PasswordParameters.newBuilder()
        .setSalt(ByteString.copyFrom(credential.clientSalt()))
        .setMemoryKib(credential.memoryKib())
        .setPasses(credential.passes())
        .setLanes(credential.lanes())
        .build();
  }

  /// Whether the login secret is the credential's; with nobody there the same work and no.
  public boolean isRight(
      String foldedName, Optional<Credential> credential, ByteString loginSecret) {
    Credential compared = credential.orElseGet(() -> invented(foldedName));
    byte[] computed = hash.of(loginSecret.toByteArray(), compared.verifierSalt());
    boolean equal = MessageDigest.isEqual(computed, compared.verifier());
    return equal && credential.isPresent();
  }

  /// Always the same for one name.
  private Credential invented(String foldedName) {
    byte[] mac =
        secrets.mac(ServerSecrets.Purpose.SALTS, foldedName.getBytes(StandardCharsets.UTF_8));
    int verifierAt = CLIENT_SALT_BYTES + LoginHash.SALT_BYTES;
    return new Credential(
        Arrays.copyOf(mac, CLIENT_SALT_BYTES),
        MEMORY_KIB,
        PASSES,
        LANES,
        Arrays.copyOfRange(mac, CLIENT_SALT_BYTES, verifierAt),
        Arrays.copyOfRange(mac, verifierAt, verifierAt + 32));
  }
}
