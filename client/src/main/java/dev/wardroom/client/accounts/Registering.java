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
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.account.RecoveryKey;
import dev.wardroom.core.account.RecoverySheet;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationResponse;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.VerifiedStatement;
import dev.wardroom.wire.text.InvitationLink;
import java.util.List;
import java.util.Optional;

/// Makes an account with an invitation: all keys are made here and saved before the server hears of
/// them.
public final class Registering {

  /// A device list is good for a year.
  static final long LIST_LIFE_MILLIS = 365L * 86_400_000;

  private final ServerApi api;
  private final InvitationLink link;
  private final GetInvitationResponse invitation;

  private Registering(ServerApi api, InvitationLink link, GetInvitationResponse invitation) {
    this.api = api;
    this.link = link;
    this.invitation = invitation;
  }

  /// Looks the invitation up, and compares it with the link.
  public static Registering begin(ServerApi api, InvitationLink link) throws ProtocolException {
    api.learnTime();
    GetInvitationResponse invitation =
        api.call(
            Rpcs.GET_INVITATION,
            GetInvitationRequest.newBuilder()
                .setSecret(ByteString.copyFrom(link.secret().toArray()))
                .build());
    if (!NetworkId.fromWire(invitation.getNetworkId().toByteArray()).equals(link.network())) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "invitation");
    }
    checkOwner(link, invitation.getOwner());
    return new Registering(api, link, invitation);
  }

  /// Only the link of a network that has no key yet makes an owner. With any other one the server
  /// would have this device make a network key of its own, and never look at the one that the link
  /// names.
  static void checkOwner(InvitationLink link, boolean owner) {
    if (owner && link.fingerprint().isPresent()) {
      throw new ClientException(
          ClientException.Kind.NOT_AUTHENTIC,
          "the link names a network key, but the server says that there is none yet: do not go on,"
              + " and ask the person who invited you");
    }
  }

  /// The account that was made.
  public record Made(Identity identity, RecoverySheet sheet) {}

  /// Makes keys, saves them, and uses the invitation up.
  public Made register(Local local, Wardroom.Registration registration) throws ProtocolException {
    String username = username(registration);
    PasswordForms.check(registration.password(), username, invitation.getPasswordRules());
    RandomSource random = RandomSource.system();
    UserId user = UserId.of(random.bytes(16));
    DeviceId device = DeviceId.of(random.bytes(16));
    try (RootKey root = RootKey.generate(random);
        PasswordMaster master =
            PasswordMaster.derive(registration.password(), PasswordParameters.fresh(random))) {
      DeviceKey key = DeviceKey.generate(random);
      Me me = new Me(link.network(), user, device, username, link.origin());
      Network network = network(random);
      Identity identity = new Identity(me, key, network.fingerprint());
      Optional<AccountKey> accountKey =
          invitation.getAccountKeyRequired()
              ? Optional.of(AccountKey.generate(random))
              : Optional.empty();
      RecoveryKey recoveryKey = RecoveryKey.generate(random);
      VerifiedDeviceList list = firstList(me, root, key);
      Keys keys = new Keys(identity, root, accountKey, list, network);
      List<dev.wardroom.schema.v1.PrekeyBatch> batches = save(local, keys, registration.name());
      RegisterRequest.Builder request =
          request(registration, keys, master)
              .addAllEnvelopes(envelopes(keys, master, recoveryKey, random))
              .addAllBatches(batches);
      api.call(Rpcs.REGISTER, request.build());
      finish(local, keys);
      network.ownerKey().ifPresent(NetworkKey::close);
      return new Made(identity, new RecoverySheet(accountKey, recoveryKey));
    }
  }

  private record Keys(
      Identity identity,
      RootKey root,
      Optional<AccountKey> accountKey,
      VerifiedDeviceList list,
      Network network) {}

  /// The network as this device pins it.
  ///
  /// @param ownerKey present when this device makes it
  private record Network(
      VerifiedStatement statement, Hash32 fingerprint, Optional<NetworkKey> ownerKey) {}

  private String username(Wardroom.Registration registration) {
    String named = invitation.getUsername();
    String wanted = registration.username().strip();
    if (named.isEmpty() && wanted.isEmpty()) {
      throw new ClientException(
          ClientException.Kind.USAGE, "choose a user name: the invitation names none");
    }
    if (!named.isEmpty() && !wanted.isEmpty() && !named.equalsIgnoreCase(wanted)) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "this invitation is for the user name " + named);
    }
    return named.isEmpty() ? wanted : named;
  }

  private Network network(RandomSource random) throws ProtocolException {
    if (invitation.getOwner()) {
      NetworkKey key = NetworkKey.generate(random);
      long now = api.clock().millis();
      NetworkStatement statement =
          new NetworkStatement(
              link.network(),
              1,
              Hash32.ZERO,
              now,
              now + WireLimits.STATEMENT_LIFE_MILLIS_MAX,
              List.of(key.publicKey()),
              Optional.empty(),
              Suite.P521,
              List.of());
      VerifiedStatement verified =
          VerifiedStatement.first(key.sign(statement).encode(), link.network());
      return new Network(verified, key.fingerprint(), Optional.of(key));
    }
    Hash32 fingerprint =
        link.fingerprint()
            .orElseThrow(() ->
                new ClientException(
                    ClientException.Kind.NOT_AUTHENTIC,
                    "the link lacks the network's fingerprint: ask for a new invitation"));
    VerifiedStatement statement =
        pinned(invitation.getStatementSigned().toByteArray(), link.network(), fingerprint);
    return new Network(statement, fingerprint, Optional.empty());
  }

  /// The first statement that a device sees: the owner key with the fingerprint that it was given
  /// must have signed it. That the key is listed is not enough, since a server can list it beside
  /// one of its own.
  static VerifiedStatement pinned(byte[] signed, NetworkId network, Hash32 fingerprint)
      throws ProtocolException {
    try {
      return VerifiedStatement.anchor(signed, network, fingerprint);
    } catch (ProtocolException e) {
      if (e.error() != ProtocolError.SIGNATURE_INVALID) {
        throw e;
      }
      throw new ClientException(
          ClientException.Kind.NOT_AUTHENTIC,
          "the network key that was named to you did not sign what the server shows: do not go on,"
              + " and ask the person who invited you",
          e);
    }
  }

  private VerifiedDeviceList firstList(Me me, RootKey root, DeviceKey key)
      throws ProtocolException {
    long now = api.clock().millis();
    DeviceList list =
        new DeviceList(
            me.network(),
            me.user(),
            root.publicKey(),
            1,
            Hash32.ZERO,
            now,
            now + LIST_LIFE_MILLIS,
            List.of(entry(me.device(), key, now)),
            List.of());
    SignedBytes signed = root.sign(list);
    return VerifiedDeviceList.first(signed.encode(), me.network(), me.user());
  }

  static DeviceEntry entry(DeviceId device, DeviceKey key, long now) {
    return DeviceEntry.of(device, key.publicKey(), now, Suite.P521, Suite.P521_MLKEM1024);
  }

  private List<dev.wardroom.schema.v1.PrekeyBatch> save(Local local, Keys keys, String name) {
    Identity identity = keys.identity();
    IdentityStore store = new IdentityStore(local);
    PersonStore people = new PersonStore(local);
    DeviceLists lists = offlineLists(local, identity);
    local
        .db()
        .write(tx -> {
          store.save(tx, identity, keys.accountKey());
          store.keepRoot(tx, identity, keys.root());
          NetworkStatements.save(tx, keys.network().statement());
          lists.pin(tx, keys.list());
          pinSelf(tx, people, identity, keys.list(), name);
        });
    return new OwnPrekeys(local, identity.me(), identity.key())
        .first(keys.list().hash(), api.clock().millis());
  }

  static void pinSelf(
      Tx tx, PersonStore people, Identity identity, VerifiedDeviceList list, String name) {
    Me me = identity.me();
    people.saveNames(tx, me.user(), me.username(), name, false);
    people.pinRoot(tx, me.user(), list.rootKeyHash(), false);
    people.setVerified(tx, me.user(), Optional.of(list.rootKeyHash()));
  }

  static DeviceLists offlineLists(Local local, Identity identity) {
    return DeviceLists.offline(local, identity.me().network());
  }

  private void finish(Local local, Keys keys) {
    new OwnPrekeys(local, keys.identity().me(), keys.identity().key())
        .firstPublished(api.clock().millis());
    local.db().write(tx -> new IdentityStore(local).complete(tx));
  }

  private RegisterRequest.Builder request(
      Wardroom.Registration registration, Keys keys, PasswordMaster master) {
    Me me = keys.identity().me();
    RegisterRequest.Builder request =
        RegisterRequest.newBuilder()
            .setInvitationSecret(ByteString.copyFrom(link.secret().toArray()))
            .setUsername(me.username())
            .setName(registration.name().isBlank() ? invitation.getName() : registration.name())
            .setUserId(ByteString.copyFrom(me.user().toArray()))
            .setDeviceId(ByteString.copyFrom(me.device().toArray()))
            .setDeviceName(registration.deviceName())
            .setPassword(PasswordForms.schema(master.parameters()))
            .setLoginSecret(PasswordForms.loginSecret(master))
            .setDeviceListSigned(ByteString.copyFrom(keys.list().signed().encode()));
    if (keys.network().ownerKey().isPresent()) {
      request.setStatementSigned(ByteString.copyFrom(keys.network().statement().signed().encode()));
    }
    return request;
  }

  private static List<dev.wardroom.schema.v1.Envelope> envelopes(
      Keys keys, PasswordMaster master, RecoveryKey recoveryKey, RandomSource random) {
    Me me = keys.identity().me();
    Envelope.Owner owner = new Envelope.Owner(me.network(), me.user());
    Optional<Hash32> fingerprint = Optional.of(keys.network().fingerprint());
    dev.wardroom.schema.v1.Envelope password =
        envelope(
            EnvelopeKind.ENVELOPE_KIND_PASSWORD,
            Envelope.sealWithPassword(
                keys.root(), owner, master, keys.accountKey(), fingerprint, random));
    dev.wardroom.schema.v1.Envelope recovery =
        envelope(
            EnvelopeKind.ENVELOPE_KIND_RECOVERY,
            Envelope.sealForRecovery(keys.root(), owner, recoveryKey, fingerprint, random));
    if (keys.network().ownerKey().isEmpty()) {
      return List.of(password, recovery);
    }
    return List.of(
        password,
        recovery,
        envelope(
            EnvelopeKind.ENVELOPE_KIND_NETWORK_KEY,
            Envelope.sealNetworkKey(keys.network().ownerKey().get(), owner, keys.root(), random)));
  }

  static dev.wardroom.schema.v1.Envelope envelope(EnvelopeKind kind, byte[] sealed) {
    return dev.wardroom.schema.v1.Envelope.newBuilder()
        .setKind(kind)
        .setSealed(ByteString.copyFrom(sealed))
        .build();
  }
}
