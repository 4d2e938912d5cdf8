package dev.wardroom.client.accounts;

import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import java.util.Optional;

/// What makes this home a device: ids, device key, account key, and the root key wrapped for this
/// device.
public final class IdentityStore {

  private static final String ME = "me";
  private static final String DEVICE_SCALAR = "device key";
  private static final String DEVICE_POINT = "device public key";
  private static final String ACCOUNT_KEY = "account key";
  private static final String NETWORK_FINGERPRINT = "network fingerprint";
  private static final String ROOT = "wrapped root key";
  private static final String ROOT_WRAP = "root wrap key";
  private static final String COMPLETE = "account complete";

  private record Saved(
      String network, String user, String device, String username, String server) {}

  private final Local local;

  public IdentityStore(Local local) {
    this.local = local;
  }

  public void save(Tx tx, Identity identity, Optional<AccountKey> accountKey) {
    Me me = identity.me();
    local
        .meta()
        .putJson(
            tx,
            ME,
            new Saved(
                me.network().toString(),
                me.user().toString(),
                me.device().toString(),
                me.username(),
                me.server()));
    try (SecretBytes scalar = identity.key().exportScalar()) {
      local.meta().put(tx, DEVICE_SCALAR, scalar.read(SecretAccess.granted()));
    }
    local.meta().put(tx, DEVICE_POINT, identity.key().publicKey().toArray());
    local.meta().put(tx, NETWORK_FINGERPRINT, identity.networkFingerprint().toArray());
    accountKey.ifPresent(
        key -> local.meta().put(tx, ACCOUNT_KEY, key.read(SecretAccess.granted())));
  }

  /// The server has the account or the device: the home may be opened from now on.
  public void complete(Tx tx) {
    local.meta().putJson(tx, COMPLETE, true);
  }

  public boolean isComplete() {
    return local.db().tx(tx -> local.meta().getJson(tx, COMPLETE, Boolean.class)).isPresent();
  }

  public Identity load() {
    return local
        .db()
        .tx(tx -> {
          Saved saved =
              local
                  .meta()
                  .getJson(tx, ME, Saved.class)
                  .orElseThrow(() -> new StoreFailure("no account in the home folder"));
          try (SecretBytes scalar = SecretBytes.wrap(required(tx, DEVICE_SCALAR))) {
            Me me =
                new Me(
                    NetworkId.parse(saved.network()),
                    UserId.parse(saved.user()),
                    DeviceId.parse(saved.device()),
                    saved.username(),
                    saved.server());
            P521PublicKey point = P521PublicKey.fromWire(required(tx, DEVICE_POINT));
            Hash32 fingerprint = new Hash32(Bytes.of(required(tx, NETWORK_FINGERPRINT)));
            return new Identity(me, DeviceKey.fromPair(scalar, point), fingerprint);
          } catch (ProtocolException e) {
            throw new StoreFailure("the keys in the home folder are damaged", e);
          }
        });
  }

  private byte[] required(Tx tx, String key) {
    return local
        .meta()
        .get(tx, key)
        .orElseThrow(() -> new StoreFailure("the home folder lacks its " + key));
  }

  public Optional<AccountKey> accountKey() {
    return local
        .db()
        .tx(tx -> local.meta().get(tx, ACCOUNT_KEY))
        .map(bytes -> AccountKey.of(SecretBytes.wrap(bytes)));
  }

  /// Keeps the root key on this device, wrapped, so that it can approve devices and change the
  /// password without the old one.
  public void keepRoot(Tx tx, Identity identity, RootKey root) {
    byte[] wrapKey = local.randomBytes(32);
    Envelope.Owner owner = new Envelope.Owner(identity.me().network(), identity.me().user());
    try (SecretBytes wrap = SecretBytes.wrap(wrapKey)) {
      local.meta().put(tx, ROOT_WRAP, wrap.read(SecretAccess.granted()));
      local
          .meta()
          .put(
              tx,
              ROOT,
              Envelope.sealForDevice(
                  root,
                  owner,
                  wrap,
                  Optional.of(identity.networkFingerprint()),
                  RandomSource.system()));
    }
  }

  /// The root key of an approving device.
  public Optional<RootKey> root(Me me) {
    return local
        .db()
        .tx(tx -> {
          Optional<byte[]> wrapped = local.meta().get(tx, ROOT);
          Optional<byte[]> wrapKey = local.meta().get(tx, ROOT_WRAP);
          if (wrapped.isEmpty() || wrapKey.isEmpty()) {
            return Optional.empty();
          }
          try (SecretBytes wrap = SecretBytes.wrap(wrapKey.get())) {
            return Optional.of(
                Envelope.openOnDevice(
                        wrapped.get(), new Envelope.Owner(me.network(), me.user()), wrap)
                    .rootKey());
          } catch (ProtocolException e) {
            throw new StoreFailure("the root key in the home folder is damaged", e);
          }
        });
  }
}
