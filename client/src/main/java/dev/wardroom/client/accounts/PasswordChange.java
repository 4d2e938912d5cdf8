package dev.wardroom.client.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.schema.v1.ChangePasswordRequest;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.GetEnvelopesRequest;
import dev.wardroom.schema.v1.NewPassword;
import dev.wardroom.schema.v1.PasswordRules;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.util.Optional;

/// Replaces the password: a new verifier and a new envelope of the root key, together.
public final class PasswordChange {

  private final DeviceApi api;
  private final Identity identity;
  private final IdentityStore store;

  public PasswordChange(DeviceApi api, Identity identity, IdentityStore store) {
    this.api = api;
    this.identity = identity;
    this.store = store;
  }

  public void change(char[] oldPassword, char[] newPassword) throws ProtocolException {
    Me me = identity.me();
    PasswordForms.check(newPassword, me.username(), PasswordRules.getDefaultInstance());
    RandomSource random = RandomSource.system();
    Envelope.Owner owner = new Envelope.Owner(me.network(), me.user());
    Optional<AccountKey> accountKey = store.accountKey();
    try (PasswordMaster old = master(oldPassword);
        RootKey root = root(old);
        PasswordMaster fresh =
            PasswordMaster.derive(newPassword, PasswordParameters.fresh(random))) {
      byte[] sealed =
          Envelope.sealWithPassword(
              root, owner, fresh, accountKey, Optional.of(identity.networkFingerprint()), random);
      api.call(
          Rpcs.CHANGE_PASSWORD,
          ChangePasswordRequest.newBuilder()
              .setOldLoginSecret(PasswordForms.loginSecret(old))
              .setNewPassword(
                  NewPassword.newBuilder()
                      .setPassword(PasswordForms.schema(fresh.parameters()))
                      .setLoginSecret(PasswordForms.loginSecret(fresh))
                      .setEnvelope(
                          dev.wardroom.schema.v1.Envelope.newBuilder()
                              .setKind(EnvelopeKind.ENVELOPE_KIND_PASSWORD)
                              .setSealed(ByteString.copyFrom(sealed))))
              .build());
    }
  }

  private PasswordMaster master(char[] password) throws ProtocolException {
    dev.wardroom.schema.v1.PasswordParameters parameters =
        api.call(Rpcs.GET_ACCOUNT, GetAccountRequest.getDefaultInstance()).getPassword();
    return PasswordMaster.derive(password, PasswordForms.core(parameters));
  }

  /// The root key: of this device when it approves, else out of the password envelope.
  ///
  /// @throws ClientException REFUSED when the password is wrong
  public RootKey root(char[] password) throws ProtocolException {
    Optional<RootKey> held = store.root(identity.me());
    if (held.isPresent()) {
      return held.get();
    }
    if (password.length == 0) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "the password is needed on this device");
    }
    try (PasswordMaster master = master(password)) {
      return root(master);
    }
  }

  private RootKey root(PasswordMaster master) throws ProtocolException {
    Optional<RootKey> held = store.root(identity.me());
    if (held.isPresent()) {
      return held.get();
    }
    byte[] sealed =
        api
            .call(Rpcs.GET_ENVELOPES, GetEnvelopesRequest.getDefaultInstance())
            .getEnvelopesList()
            .stream()
            .filter(each -> each.getKind() == EnvelopeKind.ENVELOPE_KIND_PASSWORD)
            .findFirst()
            .map(each -> each.getSealed().toByteArray())
            .orElseThrow(
                () -> new ProtocolException(ProtocolError.ENVELOPE_NOT_OPENED, "no envelope"));
    Me me = identity.me();
    try {
      return Envelope.openWithPassword(
              sealed, new Envelope.Owner(me.network(), me.user()), master, store.accountKey())
          .rootKey();
    } catch (ProtocolException e) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "the password is wrong: try again", e);
    }
  }
}
