package dev.wardroom.bench.load;

import static dev.wardroom.bench.load.LoadUser.bytes;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.schema.v1.CreateConversationRequest;
import dev.wardroom.schema.v1.CreateConversationResponse;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.CreateInvitationResponse;
import dev.wardroom.schema.v1.Envelope;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.PasswordParameters;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.schema.v1.RegisterResponse;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.text.InvitationLink;
import dev.wardroom.wire.text.InvitationSecret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network whose owner and users are registered like anybody else, on a fresh server.
public final class LoadNetwork {
  private static final RandomSource RANDOM = RandomSource.system();

  private final Calls calls;
  private final NetworkId network;
  private final LoadUser owner;

  private LoadNetwork(Calls calls, NetworkId network, LoadUser owner) {
    this.calls = calls;
    this.network = network;
    this.owner = owner;
  }

  public static LoadNetwork found(URI url, String ownerInvitation) throws ProtocolException {
    Calls calls = new Calls(url);
    InvitationLink link = InvitationLink.parse(ownerInvitation);
    LoadUser owner = new LoadUser(link.network());
    long now = System.currentTimeMillis();
    NetworkKey key = NetworkKey.generate(RANDOM);
    NetworkStatement statement =
        new NetworkStatement(
            link.network(),
            1,
            Hash32.ZERO,
            now,
            now + Duration.ofDays(80).toMillis(),
            List.of(key.publicKey()),
            Optional.empty(),
            Suite.P521,
            List.of());
    register(
        calls,
        register(owner, "owner", link.secret(), 1)
            .setStatementSigned(bytes(key.sign(statement).encode())));
    owner.signIn(calls, owner.devices.getFirst());
    return new LoadNetwork(calls, link.network(), owner);
  }

  public Calls calls() {
    return calls;
  }

  /// Registered, signed in, with so many devices.
  public LoadUser user(String name, int devices, int prekeys) {
    byte[] secret = RANDOM.bytes(InvitationSecret.LENGTH);
    InvitationSecret invitation = InvitationSecret.of(secret);
    calls.call(
        "NetworkService/CreateInvitation",
        owner.devices.getFirst().token,
        CreateInvitationRequest.newBuilder()
            .setUsername(name)
            .setSecretHash(bytes(invitation.hash().toArray()))
            .build(),
        CreateInvitationResponse.parser());
    LoadUser user = new LoadUser(network);
    register(calls, register(user, name, invitation, prekeys));
    user.signIn(calls, user.devices.getFirst());
    for (int i = 1; i < devices; i++) {
      user.addDevice(calls, prekeys);
    }
    user.devices.forEach(device -> user.signIn(calls, device));
    return user;
  }

  private static RegisterRequest.Builder register(
      LoadUser user, String name, InvitationSecret invitation, int prekeys) {
    return RegisterRequest.newBuilder()
        .setInvitationSecret(bytes(invitation.toArray()))
        .setUsername(name)
        .setName(name)
        .setUserId(bytes(user.id.toArray()))
        .setDeviceId(bytes(user.devices.getFirst().id.toArray()))
        .setPassword(
            PasswordParameters.newBuilder()
                .setSalt(bytes(RANDOM.bytes(16)))
                .setMemoryKib(65_536)
                .setPasses(3)
                .setLanes(1))
        .setLoginSecret(bytes(RANDOM.bytes(32)))
        .addEnvelopes(envelope(EnvelopeKind.ENVELOPE_KIND_PASSWORD))
        .addEnvelopes(envelope(EnvelopeKind.ENVELOPE_KIND_RECOVERY))
        .setDeviceListSigned(bytes(user.signedList()))
        .addAllBatches(user.batches(user.devices.getFirst(), prekeys))
        .setDeviceName("load");
  }

  private static void register(Calls calls, RegisterRequest.Builder request) {
    calls.call("AccountService/Register", "", request.build(), RegisterResponse.parser());
  }

  private static Envelope.Builder envelope(EnvelopeKind kind) {
    return Envelope.newBuilder().setKind(kind).setSealed(bytes(RANDOM.bytes(200)));
  }

  /// A conversation that the first user founds.
  public ConversationId conversation(ConversationKind kind, List<LoadUser> users)
      throws ProtocolException {
    LoadUser founder = users.getFirst();
    LoadUser.LoadDevice device = founder.devices.getFirst();
    List<Newcomer> newcomers = new ArrayList<>();
    users.forEach(user -> newcomers.add(new Newcomer(user.id, user.list.rootKeyHash())));
    LogAction.Create create =
        new LogAction.Create(
            kind, Bytes.wrap(RANDOM.bytes(16)), newcomers, Timers.NONE, Optional.empty());
    LogEntry entry =
        ConversationState.proposeFirst(
            network,
            Actor.of(founder.verified(), device.id),
            System.currentTimeMillis(),
            create,
            Statements.none());
    calls.call(
        "ConversationService/CreateConversation",
        device.token,
        CreateConversationRequest.newBuilder()
            .setEntrySigned(bytes(device.key.sign(entry).encode()))
            .build(),
        CreateConversationResponse.parser());
    return entry.conversationId();
  }
}
