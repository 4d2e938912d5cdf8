package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.key.NewBatch;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.lease.ClaimedPrekey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.VerifiedStatement;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A founder, a sender, a reader and an archive with one conversation of the first three, from
/// seeded random. Entries and statements are added as a case needs them.
final class VectorWorld {
  static final long NOW = VectorPerson.NOW;
  static final long DAY = VectorPerson.DAY;

  final RandomSource random;
  final NetworkId network;
  final VectorPerson founder;
  final VectorPerson sender;
  final VectorPerson reader;
  final VectorPerson archive;
  private final List<VectorPerson> people;
  private final NetworkKey owner;
  private final List<VerifiedStatement> statements = new ArrayList<>();
  private final List<SignedBytes> entries = new ArrayList<>();
  private final List<ConversationState> states = new ArrayList<>();

  VectorWorld(RandomSource random) throws ProtocolException {
    this(random, NOW + 365 * DAY);
  }

  /// @param senderNotAfter the end of the sender's device list
  VectorWorld(RandomSource random, long senderNotAfter) throws ProtocolException {
    this.random = random;
    network = NetworkId.of(random.bytes(16));
    founder = new VectorPerson(network, random);
    sender = new VectorPerson(network, random, NOW - DAY, senderNotAfter);
    reader = new VectorPerson(network, random);
    archive = new VectorPerson(network, random);
    people = List.of(founder, sender, reader, archive);
    owner = NetworkKey.generate(random);
  }

  // ---- statements

  /// The next statement of the network, with or without retention by the archive.
  Hash32 state(Optional<RetentionRule.Scope> scope) throws ProtocolException {
    Optional<RetentionRule> rule =
        scope.map(kept ->
            new RetentionRule(
                archive.user,
                archive.list.rootKeyHash(),
                kept,
                RetentionRule.BacklogPolicy.STOP_SENDING));
    NetworkStatement next =
        new NetworkStatement(
            network,
            statements.size() + 1L,
            statements.isEmpty() ? Hash32.ZERO : statements.getLast().hash(),
            NOW,
            NOW + 90 * DAY,
            List.of(owner.publicKey()),
            rule,
            Suite.P521,
            List.of());
    byte[] signed = owner.sign(next).encode();
    statements.add(
        statements.isEmpty()
            ? VerifiedStatement.first(signed, network)
            : statements.getLast().next(signed));
    return statements.getLast().hash();
  }

  RetentionMember retention(Hash32 statement) {
    return new RetentionMember(archive.user, archive.list.rootKeyHash(), statement);
  }

  private Optional<VerifiedStatement> known(Hash32 hash) {
    return statements.stream().filter(statement -> statement.hash().equals(hash)).findFirst();
  }

  // ---- log

  static Newcomer newcomer(VectorPerson person) {
    return new Newcomer(person.user, person.list.rootKeyHash());
  }

  LogAction.Create create(ConversationKind kind, Optional<RetentionMember> retention) {
    List<Newcomer> members = new ArrayList<>();
    people.subList(0, 3).forEach(person -> members.add(newcomer(person)));
    return new LogAction.Create(
        kind, Bytes.wrap(random.bytes(16)), members, Timers.NONE, retention);
  }

  /// Begins the conversation of founder, sender and reader.
  void begin(ConversationKind kind, Optional<RetentionMember> retention) throws ProtocolException {
    restart(create(kind, retention));
  }

  /// Begins again, by another first entry of the founder's.
  void restart(LogAction.Create create) throws ProtocolException {
    entries.clear();
    states.clear();
    Actor actor = Actor.of(founder.verified, founder.device);
    Statements known = this::known;
    entries.add(
        founder.key.sign(ConversationState.proposeFirst(network, actor, NOW, create, known)));
    states.add(ConversationState.first(verified(founder, entries.getLast()), known));
  }

  /// Everything but the log, and a first entry that is signed well and names any state.
  ObjectNode logOf(LogAction.Create create) {
    LogEntry entry =
        new LogEntry(
            network,
            ConversationId.ZERO,
            1,
            Hash32.ZERO,
            founder.user,
            founder.device,
            founder.list.hash(),
            NOW,
            create,
            Hash32.cut(new byte[] {1}));
    ObjectNode node = log();
    node.putArray("entries").add(MessageOperations.hex(founder.key.sign(entry).encode()));
    return node;
  }

  /// Adds an entry that holds.
  void then(VectorPerson actor, LogAction action) throws ProtocolException {
    Statements known = this::known;
    Actor who = Actor.of(actor.verified, actor.device);
    entries.add(actor.key.sign(state().propose(who, NOW, action, known)));
    states.add(state().apply(verified(actor, entries.getLast()), known));
  }

  private static VerifiedLogEntry verified(VectorPerson actor, SignedBytes entry)
      throws ProtocolException {
    return VerifiedLogEntry.verify(entry.encode(), actor.verified);
  }

  ConversationState state() {
    return states.getLast();
  }

  /// Everything known: people with lists, statements, entries.
  ObjectNode log() {
    ObjectNode node = VectorFile.fields().put("network", network.toString());
    ArrayNode persons = node.putArray("people");
    for (VectorPerson person : people) {
      ArrayNode lists = persons.addObject().put("user", person.user.toString()).putArray("lists");
      person.versions.forEach(list -> lists.add(MessageOperations.hex(list.encode())));
    }
    ArrayNode signed = node.putArray("statements");
    statements.forEach(each -> signed.add(MessageOperations.hex(each.signed().encode())));
    ArrayNode all = node.putArray("entries");
    entries.forEach(entry -> all.add(MessageOperations.hex(entry.encode())));
    return node;
  }

  /// The next entry, which holds.
  LogEntry propose(Actor actor, LogAction action) throws ProtocolException {
    return state().propose(actor, NOW, action, this::known);
  }

  /// The next entry with any state, for the rules that are looked at before it.
  LogEntry entry(Actor actor, LogAction action) {
    return new LogEntry(
        network,
        state().id(),
        state().head().number() + 1,
        state().head().hash(),
        actor.user(),
        actor.device(),
        actor.listHash(),
        NOW,
        action,
        Hash32.cut(new byte[] {1}));
  }

  /// Everything, and an entry that is signed well and names any state.
  ObjectNode logWith(VectorPerson actor, LogAction action) {
    LogEntry entry = entry(Actor.of(actor.verified, actor.device), action);
    ObjectNode node = log();
    ((ArrayNode) node.get("entries")).add(MessageOperations.hex(actor.key.sign(entry).encode()));
    return node;
  }

  // ---- leases

  /// A recipient device with the prekey that it has of a lease.
  record Leased(VectorPerson person, PrivatePrekey prekey, PrekeyKind kind, LeasedDevice device) {}

  Leased lease(VectorPerson recipient, Suite suite, PrekeyKind kind, LeaseKind leaseKind)
      throws ProtocolException {
    NewBatch.Plan plan =
        new NewBatch.Plan(
            network,
            recipient.user,
            recipient.device,
            recipient.list.hash(),
            1,
            1,
            suite,
            kind,
            1,
            NOW - DAY,
            NOW + 29 * DAY);
    NewBatch batch = NewBatch.make(plan, recipient.key, random);
    Hash32 leaf = batch.prekeys().getFirst().leaf(batch.secrets().getFirst().id());
    ClaimedPrekey claimed =
        ClaimedPrekey.verify(
            VerifiedBatch.verify(batch.signed().encode(), recipient.verified, recipient.device),
            0,
            batch.prekeys().getFirst(),
            new MerkleTree(List.of(leaf)).path(0),
            new ClaimedPrekey.Terms(NOW, 1, false, Suite.P521));
    LeasedDevice.Terms terms =
        new LeasedDevice.Terms(
            network,
            state().id(),
            sender.user,
            sender.device,
            Suite.P521_MLKEM1024,
            LeaseId.of(random.bytes(16)),
            leaseKind,
            NOW + 3_600_000);
    LeasedDevice device = LeasedDevice.begin(terms, claimed, new Hpke(), random);
    return new Leased(recipient, batch.secrets().getFirst(), kind, device);
  }

  /// All that the recipient has when the message arrives, but the message.
  ObjectNode receiver(Leased leased) {
    ObjectNode node = log();
    node.put("user", leased.person.user.toString()).put("device", leased.person.device.toString());
    node.put("suiteFloor", 1).put("now", NOW).put("seen", false);
    node.put("standing", leased.kind == PrekeyKind.STANDING);
    node.put("batchNumber", leased.prekey.id().batch()).put("index", leased.prekey.id().index());
    node.put("point", leased.prekey.publicPrekey().agreementKey().bytes().toHex());
    try (SecretBytes scalar = leased.prekey.agreementKey().exportScalar();
        SecretBytes stored = leased.prekey.encode()) {
      node.put("scalar", MessageOperations.hex(scalar.read(SecretAccess.granted())));
      byte[] all = stored.read(SecretAccess.granted());
      if (leased.prekey.kemKey().isPresent()) {
        byte[] seed = Arrays.copyOfRange(all, all.length - 64, all.length);
        node.put("seed", MessageOperations.hex(seed));
      }
    }
    return node;
  }

  /// Another version of a person's list, known to everybody.
  static VerifiedDeviceList publish(VectorPerson person, SignedBytes next)
      throws ProtocolException {
    VerifiedDeviceList newest = person.verified;
    for (SignedBytes version : person.versions.subList(1, person.versions.size())) {
      newest = newest.next(version.encode());
    }
    VerifiedDeviceList published = newest.next(next.encode());
    person.versions.add(next);
    return published;
  }
}
