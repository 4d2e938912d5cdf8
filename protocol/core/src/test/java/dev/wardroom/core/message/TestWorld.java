package dev.wardroom.core.message;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.NewBatch;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.lease.ClaimedPrekey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
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
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A small network: Alice with two devices, Bob with two, Carol with one, in one conversation; the
/// sending side of Alice's first device, and each device's prekeys.
final class TestWorld {
  static final long DAY = 86_400_000L;
  static final long YEAR = 365 * DAY;
  static final long NOW = 1_800_000_000_000L;

  final RandomSource random = RandomSource.system();
  final NetworkId network = NetworkId.of(random.bytes(16));
  final TestPerson alice;
  final TestPerson bob;
  final TestPerson carol;
  final List<TestPerson> people;
  final List<ConversationState> states = new ArrayList<>();
  final Map<DeviceId, List<PrivatePrekey>> prekeys = new HashMap<>();
  final Map<DeviceId, VerifiedBatch> batches = new HashMap<>();
  final Map<DeviceId, NewBatch> newBatches = new HashMap<>();
  final Suite suite;
  final MessageSealer sealer;
  private final Hpke hpke = new Hpke();
  long sequence = 1;
  Hash32 previous = Hash32.ZERO;
  int nextPrekey;

  TestWorld(Suite suite) throws ProtocolException {
    this(suite, ConversationKind.GROUP, 3);
  }

  TestWorld(Suite suite, ConversationKind kind, int members) throws ProtocolException {
    this.suite = suite;
    alice = new TestPerson(network, NOW - DAY, 2);
    bob = new TestPerson(network, NOW - DAY, 2);
    carol = new TestPerson(network, NOW - DAY, 1);
    people = List.of(alice, bob, carol);
    states.add(create(kind, people.subList(0, members)));
    for (TestPerson person : people) {
      for (DeviceId device : person.keys.keySet()) {
        makeBatch(person, device, PrekeyKind.ONE_TIME, 4, NOW - DAY);
      }
    }
    sealer = new MessageSealer(alice.key(senderDevice()), random);
  }

  DeviceId senderDevice() {
    return alice.device(0);
  }

  ConversationState state() {
    return states.getLast();
  }

  void makeBatch(TestPerson person, DeviceId device, PrekeyKind kind, int count, long createdAt)
      throws ProtocolException {
    NewBatch.Plan plan =
        new NewBatch.Plan(
            network,
            person.user,
            device,
            person.list().hash(),
            1,
            1,
            suite,
            kind,
            count,
            createdAt,
            createdAt + 30 * DAY);
    NewBatch batch = NewBatch.make(plan, person.key(device), random);
    newBatches.put(device, batch);
    prekeys.put(device, new ArrayList<>(batch.secrets()));
    batches.put(device, VerifiedBatch.verify(batch.signed().encode(), person.list(), device));
  }

  private ConversationState create(ConversationKind kind, List<TestPerson> members)
      throws ProtocolException {
    List<Newcomer> newcomers =
        members.stream().map(p -> new Newcomer(p.user, p.list().rootKeyHash())).toList();
    LogAction.Create create =
        new LogAction.Create(
            kind, Bytes.wrap(random.bytes(16)), newcomers, Timers.NONE, Optional.empty());
    Actor actor = Actor.of(alice.list(), alice.device(0));
    LogEntry entry = ConversationState.proposeFirst(network, actor, NOW, create, Statements.none());
    return ConversationState.first(verified(alice, alice.device(0), entry), Statements.none());
  }

  static VerifiedLogEntry verified(TestPerson actor, DeviceId device, LogEntry entry)
      throws ProtocolException {
    DeviceKey key = actor.key(device);
    return VerifiedLogEntry.verify(key.sign(entry).encode(), actor.list());
  }

  /// Alice's first device acts.
  void act(LogAction action) throws ProtocolException {
    Actor actor = Actor.of(alice.list(), alice.device(0));
    LogEntry entry = state().propose(actor, NOW, action, Statements.none());
    states.add(state().apply(verified(alice, alice.device(0), entry), Statements.none()));
  }

  /// Every device of the conversation's members but the sender's own.
  List<DeviceId> recipients() {
    List<DeviceId> devices = new ArrayList<>();
    for (TestPerson person : members()) {
      person.list().list().devices().forEach(device -> devices.add(device.id()));
    }
    devices.remove(senderDevice());
    return devices;
  }

  List<TestPerson> members() {
    return people.stream().filter(p -> state().member(p.user).isPresent()).toList();
  }

  ClaimedPrekey claim(DeviceId device, int index) throws ProtocolException {
    return claim(device, index, NOW);
  }

  ClaimedPrekey claim(DeviceId device, int index, long now) throws ProtocolException {
    NewBatch batch = Objects.requireNonNull(newBatches.get(device));
    VerifiedBatch verified = Objects.requireNonNull(batches.get(device));
    List<PublicPrekey> all = batch.prekeys();
    List<Hash32> leaves = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      leaves.add(batch.secrets().get(i).publicPrekey().leaf(batch.secrets().get(i).id()));
    }
    List<Hash32> path = new MerkleTree(leaves).path(index);
    ClaimedPrekey.Terms terms = new ClaimedPrekey.Terms(now, 1, false, Suite.P521);
    return ClaimedPrekey.verify(verified, index, all.get(index), path, terms);
  }

  LeasedDevice lease(DeviceId device, LeaseId lease, LeaseKind kind, long endsAt)
      throws ProtocolException {
    return lease(claim(device, nextPrekey), lease, kind, endsAt);
  }

  LeasedDevice lease(ClaimedPrekey claimed, LeaseId lease, LeaseKind kind, long endsAt)
      throws ProtocolException {
    LeasedDevice.Terms terms =
        new LeasedDevice.Terms(
            network, state().id(), alice.user, senderDevice(), suite, lease, kind, endsAt);
    return LeasedDevice.begin(terms, claimed, hpke, random);
  }

  /// A new lease with every recipient device.
  List<LeasedDevice> leases(LeaseKind kind) throws ProtocolException {
    LeaseId lease = LeaseId.of(random.bytes(16));
    List<LeasedDevice> leased = new ArrayList<>();
    for (DeviceId device : recipients()) {
      leased.add(lease(device, lease, kind, NOW + 3_600_000));
    }
    nextPrekey++;
    return leased;
  }

  MessageDraft draft(String text) {
    return draft(text, NOW);
  }

  MessageDraft draft(String text, long sentAt) {
    return new MessageDraft(
        MessageId.of(sentAt, random.bytes(10)),
        text.getBytes(StandardCharsets.UTF_8),
        MessageScope.conversation(),
        Urgency.NORMAL,
        sentAt,
        0);
  }

  SenderPlace place() {
    return new SenderPlace(
        network,
        state().id(),
        alice.user,
        senderDevice(),
        alice.list().hash(),
        state().head(),
        sequence,
        previous);
  }

  List<Audience.User> audience() {
    return members().stream()
        .map(p -> new Audience.User(p.user, p.list().rootKeyHash(), p.list().hash()))
        .toList();
  }

  SealRequest request(MessageDraft draft, List<LeasedDevice> leased) {
    return new SealRequest(place(), draft, audience(), List.of(), leased, NOW);
  }

  SealedMessage seal(String text, List<LeasedDevice> leased) throws ProtocolException {
    return sealer.seal(request(draft(text), leased));
  }

  /// The server accepted it: the next message follows.
  void accepted(SealedMessage sealed) {
    sequence++;
    previous = sealed.message().asPrevious();
  }

  TestReceiver receiver(TestPerson person, int device) {
    return new TestReceiver(this, person, person.device(device));
  }

  /// What a device gets of a message.
  static ReceivedMessage delivered(SealedMessage sealed, DeviceId device, List<LeasedDevice> leased)
      throws ProtocolException {
    SealedMessage.ForDevice own =
        sealed.exchanges().stream()
            .filter(e -> e.device().equals(device))
            .findFirst()
            .orElseThrow();
    LeasedDevice lease =
        leased.stream()
            .filter(l -> l.record().recipientDevice().equals(device))
            .findFirst()
            .orElseThrow();
    return ReceivedMessage.of(sealed.message(), own.exchange(), lease.recordBytes().toArray());
  }
}
