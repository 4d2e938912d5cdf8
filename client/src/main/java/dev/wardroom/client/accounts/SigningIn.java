package dev.wardroom.client.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.NetworkStatements;
import dev.wardroom.client.people.PersonStore;
import dev.wardroom.client.prekeys.OwnPrekeys;
import dev.wardroom.client.store.Local;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.schema.v1.AddDeviceRequest;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.FinishSignInResponse;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.schema.v1.StartSignInRequest;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.List;
import java.util.Optional;

/// Makes this home a further device of a person, by password and account key.
public final class SigningIn {

  private final ServerApi api;
  private final Wardroom.SignIn signIn;

  public SigningIn(ServerApi api, Wardroom.SignIn signIn) {
    this.api = api;
    this.signIn = signIn;
  }

  /// @throws ClientException REFUSED when password or account key is wrong, USAGE when the account
  ///   key is mistyped
  public Identity signIn(Local local) throws ProtocolException {
    api.learnTime();
    Optional<AccountKey> accountKey = accountKey();
    try (PasswordMaster master = master()) {
      FinishSignInResponse answer =
          api.call(
              Rpcs.FINISH_SIGN_IN,
              FinishSignInRequest.newBuilder()
                  .setUsername(signIn.username())
                  .setLoginSecret(PasswordForms.loginSecret(master))
                  .build());
      if (answer.getAccountKeyRequired() && accountKey.isEmpty()) {
        throw new ClientException(
            ClientException.Kind.USAGE,
            "the account key is needed too: it stands on the recovery sheet");
      }
      try (Envelope.OpenedRoot root = open(answer, master, accountKey)) {
        return addDevice(local, answer, root, accountKey);
      }
    }
  }

  private Optional<AccountKey> accountKey() {
    if (signIn.accountKey().isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AccountKey.parse(signIn.accountKey()));
    } catch (ProtocolException e) {
      throw new ClientException(
          ClientException.Kind.USAGE,
          "the account key is mistyped: compare it with the recovery sheet",
          e);
    }
  }

  private PasswordMaster master() throws ProtocolException {
    dev.wardroom.schema.v1.PasswordParameters parameters =
        api.call(
                Rpcs.START_SIGN_IN,
                StartSignInRequest.newBuilder().setUsername(signIn.username()).build())
            .getPassword();
    return PasswordMaster.derive(signIn.password(), PasswordForms.core(parameters));
  }

  private Envelope.OpenedRoot open(
      FinishSignInResponse answer, PasswordMaster master, Optional<AccountKey> accountKey)
      throws ProtocolException {
    Envelope.Owner owner = owner(answer);
    byte[] sealed =
        answer.getEnvelopesList().stream()
            .filter(each -> each.getKind() == EnvelopeKind.ENVELOPE_KIND_PASSWORD)
            .findFirst()
            .map(each -> each.getSealed().toByteArray())
            .orElseThrow(
                () -> new ProtocolException(ProtocolError.ENVELOPE_NOT_OPENED, "no envelope"));
    try {
      return Envelope.openWithPassword(
          sealed, owner, master, answer.getAccountKeyRequired() ? accountKey : Optional.empty());
    } catch (ProtocolException e) {
      if (e.error() != ProtocolError.ENVELOPE_NOT_OPENED) {
        throw e;
      }
      throw new ClientException(
          ClientException.Kind.REFUSED,
          "the account key does not fit this account: compare it with the recovery sheet",
          e);
    }
  }

  private static Envelope.Owner owner(FinishSignInResponse answer) throws ProtocolException {
    return new Envelope.Owner(
        NetworkId.fromWire(answer.getNetworkId().toByteArray()),
        UserId.fromWire(answer.getUserId().toByteArray()));
  }

  private Identity addDevice(
      Local local,
      FinishSignInResponse answer,
      Envelope.OpenedRoot opened,
      Optional<AccountKey> accountKey)
      throws ProtocolException {
    Envelope.Owner owner = owner(answer);
    VerifiedDeviceList newest = ownList(answer, owner, opened.rootKey());
    Hash32 fingerprint =
        opened
            .networkFingerprint()
            .orElseThrow(() ->
                new ProtocolException(
                    ProtocolError.STATEMENT_UNKNOWN, "the envelope names no network key"));
    VerifiedStatement statement =
        Registering.pinned(answer.getStatementSigned().toByteArray(), owner.network(), fingerprint);
    RandomSource random = RandomSource.system();
    DeviceKey key = DeviceKey.generate(random);
    Me me =
        new Me(
            owner.network(),
            owner.user(),
            DeviceId.of(random.bytes(16)),
            signIn.username(),
            api.transport().base().toString());
    Identity identity = new Identity(me, key, fingerprint);
    long now = api.clock().millis();
    DeviceList next =
        newest
            .list()
            .successor(
                now,
                now + Registering.LIST_LIFE_MILLIS,
                List.of(Registering.entry(me.device(), key, now)),
                List.of());
    VerifiedDeviceList list = newest.next(opened.rootKey().sign(next).encode());
    New device = new New(identity, newest, list, statement, answer.getName());
    List<PrekeyBatch> batches = save(local, device, accountKey, Optional.of(opened.rootKey()));
    api.call(
        Rpcs.ADD_DEVICE,
        AddDeviceRequest.newBuilder()
            .setDeviceId(ByteString.copyFrom(me.device().toArray()))
            .setDeviceListSigned(ByteString.copyFrom(list.signed().encode()))
            .addAllBatches(batches)
            .setDeviceName(signIn.deviceName())
            .build(),
        Optional.of(answer.getEnrolmentToken()),
        api.transport().patience());
    complete(local, identity, now);
    return identity;
  }

  private static VerifiedDeviceList ownList(
      FinishSignInResponse answer, Envelope.Owner owner, RootKey root) throws ProtocolException {
    List<byte[]> signed =
        answer.getDeviceListsSignedList().stream().map(ByteString::toByteArray).toList();
    if (signed.isEmpty()) {
      throw new ProtocolException(ProtocolError.LIST_UNKNOWN, "no device list of the own user");
    }
    VerifiedDeviceList newest =
        VerifiedDeviceList.anchor(signed.getFirst(), owner.network(), owner.user())
            .nextAll(signed.subList(1, signed.size()));
    if (!newest.list().rootKey().equals(root.publicKey())) {
      throw new ProtocolException(
          ProtocolError.NOT_ALLOWED, "the device list is not of the own root key");
    }
    return newest;
  }

  /// A device to be added.
  ///
  /// @param before the list without it
  record New(
      Identity identity,
      VerifiedDeviceList before,
      VerifiedDeviceList list,
      VerifiedStatement statement,
      String name) {}

  /// Saves all that makes this home the device, and its first prekeys.
  static List<PrekeyBatch> save(
      Local local, New device, Optional<AccountKey> accountKey, Optional<RootKey> root) {
    Identity identity = device.identity();
    IdentityStore store = new IdentityStore(local);
    PersonStore people = new PersonStore(local);
    DeviceLists lists = Registering.offlineLists(local, identity);
    local
        .db()
        .write(tx -> {
          store.save(tx, identity, accountKey);
          root.ifPresent(key -> store.keepRoot(tx, identity, key));
          NetworkStatements.save(tx, device.statement());
          lists.pin(tx, device.before());
          lists.pin(tx, device.list());
          Registering.pinSelf(tx, people, identity, device.list(), device.name());
        });
    return new OwnPrekeys(local, identity.me(), identity.key())
        .first(device.list().hash(), device.list().list().issuedAt());
  }

  static void complete(Local local, Identity identity, long now) {
    new OwnPrekeys(local, identity.me(), identity.key()).firstPublished(now);
    local.db().write(tx -> new IdentityStore(local).complete(tx));
  }
}
