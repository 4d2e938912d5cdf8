package dev.wardroom.core.vectors.own;

import static dev.wardroom.core.vectors.own.VectorFile.flip;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.NewBatch;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.lease.ClaimedPrekey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.message.MessageDraft;
import dev.wardroom.core.message.MessageItem;
import dev.wardroom.core.message.MessageSealer;
import dev.wardroom.core.message.SealRequest;
import dev.wardroom.core.message.SealedMessage;
import dev.wardroom.core.message.SenderPlace;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.SignedBytes;
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
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.message.Urgency;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Batches, leases, a conversation's log and one message to three people, in one suite.
final class MessageCases {
  private static final long NOW = VectorPerson.NOW;
  private static final long DAY = VectorPerson.DAY;
  private static final int PREKEYS = 5;

  private final Suite suite;
  private final RandomSource random;
  private final NetworkId network;
  private final VectorPerson sender;
  private final List<VectorPerson> recipients = new ArrayList<>();
  private final List<NewBatch> batches = new ArrayList<>();
  private final LogEntry entry;
  private final SignedBytes signedEntry;
  private final ConversationState state;
  private final List<LeasedDevice> leased = new ArrayList<>();

  MessageCases(Suite suite, RandomSource random) throws ProtocolException {
    this.suite = suite;
    this.random = random;
    network = NetworkId.of(random.bytes(16));
    sender = new VectorPerson(network, random);
    for (int i = 0; i < 3; i++) {
      recipients.add(new VectorPerson(network, random));
      batches.add(batch(recipients.get(i)));
    }
    List<Newcomer> members = new ArrayList<>();
    people().forEach(p -> members.add(new Newcomer(p.user, p.list.rootKeyHash())));
    LogAction.Create create =
        new LogAction.Create(
            ConversationKind.GROUP,
            Bytes.wrap(random.bytes(16)),
            members,
            Timers.NONE,
            Optional.empty());
    Actor actor = Actor.of(sender.verified, sender.device);
    entry = ConversationState.proposeFirst(network, actor, NOW, create, Statements.none());
    signedEntry = sender.key.sign(entry);
    state =
        ConversationState.first(
            VerifiedLogEntry.verify(signedEntry.encode(), sender.verified), Statements.none());
  }

  private List<VectorPerson> people() {
    List<VectorPerson> all = new ArrayList<>(recipients);
    all.addFirst(sender);
    return all;
  }

  private NewBatch batch(VectorPerson person) {
    NewBatch.Plan plan =
        new NewBatch.Plan(
            network,
            person.user,
            person.device,
            person.list.hash(),
            2,
            1,
            suite,
            PrekeyKind.ONE_TIME,
            PREKEYS,
            NOW - DAY,
            NOW + 29 * DAY);
    return NewBatch.make(plan, person.key, random);
  }

  private static List<Hash32> path(NewBatch batch, int index) {
    List<Hash32> leaves = new ArrayList<>();
    batch.secrets().forEach(s -> leaves.add(s.publicPrekey().leaf(s.id())));
    return new MerkleTree(leaves).path(index);
  }

  void write(Path folder) throws IOException, ProtocolException {
    VectorFile prekeys =
        new VectorFile("prekeys-suite-" + suite.code() + ".json", "Batches and Merkle paths");
    for (int index = 0; index < PREKEYS; index++) {
      prekeys.good("prekey " + index + " of 5", "claimed prekey", claim(index));
    }
    refusedClaims(prekeys);
    prekeys.write(folder);
    VectorFile log = new VectorFile("log-suite-" + suite.code() + ".json", "Conversation log");
    logCases(log);
    log.write(folder);
    VectorFile file =
        new VectorFile(
            "message-suite-" + suite.code() + ".json", "One message to three devices, item too");
    messages(file);
    file.write(folder);
  }

  private ObjectNode claim(int index) {
    VectorPerson person = recipients.getFirst();
    NewBatch batch = batches.getFirst();
    PublicPrekey prekey = batch.prekeys().get(index);
    ObjectNode node = VectorFile.fields();
    node.put("network", network.toString()).put("user", person.user.toString());
    node.put("device", person.device.toString());
    node.putArray("lists").add(MessageOperations.hex(person.signed.encode()));
    node.put("batch", MessageOperations.hex(batch.signed().encode())).put("index", index);
    node.put("agreementKey", prekey.agreementKey().bytes().toHex());
    node.put("encapsulationKey", prekey.encapsulationKey().toHex());
    ArrayNode path = node.putArray("path");
    path(batch, index).forEach(hash -> path.add(hash.toString()));
    node.put("now", NOW).put("highestLowestGood", 1).put("retention", false).put("suiteFloor", 1);
    return node;
  }

  private void refusedClaims(VectorFile file) {
    ObjectNode good = claim(2);
    String op = "claimed prekey";
    file.refused(
        "wrong place", op, good, n -> n.put("index", 1), ProtocolError.PREKEY_PROOF_INVALID);
    file.refused(
        "place outside", op, good, n -> n.put("index", 5), ProtocolError.PREKEY_PROOF_INVALID);
    file.refused(
        "a shorter path",
        op,
        good,
        n -> ((ArrayNode) n.get("path")).remove(0),
        ProtocolError.PREKEY_PROOF_INVALID);
    file.refused(
        "a longer path",
        op,
        good,
        n -> ((ArrayNode) n.get("path")).add("00".repeat(32)),
        ProtocolError.PREKEY_PROOF_INVALID);
    file.refused(
        "expired", op, good, n -> n.put("now", NOW + 30 * DAY), ProtocolError.BATCH_EXPIRED);
    file.refused(
        "made ahead", op, good, n -> n.put("now", NOW - 3 * DAY), ProtocolError.CLOCK_AHEAD);
    file.refused(
        "withdrawn", op, good, n -> n.put("highestLowestGood", 3), ProtocolError.BATCH_WITHDRAWN);
    file.refused(
        "changed signature", op, good, n -> flip(n, "batch", -1), ProtocolError.SIGNATURE_INVALID);
    file.refused(
        "one byte more", op, good, n -> VectorFile.extend(n, "batch"), ProtocolError.MALFORMED);
    file.refused("a cut batch", op, good, n -> VectorFile.cut(n, "batch"), ProtocolError.MALFORMED);
    file.refused(
        "point off the curve",
        op,
        good,
        n -> flip(n, "agreementKey", -1),
        ProtocolError.KEY_INVALID);
    file.refused(
        "another device",
        op,
        good,
        n -> n.put("device", "00".repeat(16)),
        ProtocolError.WRONG_DEVICE);
  }

  private ObjectNode log() {
    ObjectNode node = VectorFile.fields();
    node.put("network", network.toString());
    ArrayNode people = node.putArray("people");
    for (VectorPerson person : people()) {
      ObjectNode one = people.addObject().put("user", person.user.toString());
      one.putArray("lists").add(MessageOperations.hex(person.signed.encode()));
    }
    node.putArray("statements");
    node.putArray("entries").add(MessageOperations.hex(signedEntry.encode()));
    return node;
  }

  private void addEntry(ObjectNode node, VectorPerson actor, LogEntry next) {
    ((ArrayNode) node.get("entries")).add(MessageOperations.hex(actor.key.sign(next).encode()));
  }

  private void logCases(VectorFile file) throws ProtocolException {
    String op = "conversation log";
    file.good("first entry", op, log());
    Actor actor = Actor.of(sender.verified, sender.device);
    LogEntry timers =
        state.propose(actor, NOW, new LogAction.SetTimers(new Timers(60, 5)), Statements.none());
    LogEntry leave = state.propose(actor, NOW, new LogAction.Leave(), Statements.none());
    LogEntry remove =
        state.propose(
            actor,
            NOW,
            new LogAction.Remove(List.of(recipients.getFirst().user)),
            Statements.none());
    for (LogEntry next : List.of(timers, leave, remove)) {
      ObjectNode node = log();
      addEntry(node, sender, next);
      file.good("then " + next.action().getClass().getSimpleName(), op, node);
    }
    ObjectNode fork = log();
    addEntry(fork, sender, timers);
    addEntry(fork, sender, leave);
    file.refused("a second entry of one number", op, fork, ProtocolError.LOG_FORK);
    ObjectNode forged = log();
    addEntry(forged, recipients.getFirst(), timers);
    file.refused("signed by another device", op, forged, ProtocolError.SIGNATURE_INVALID);
    wrongEntries(file, timers);
    file.refused(
        "a changed network", op, log(), n -> flip(n, "network", 0), ProtocolError.WRONG_NETWORK);
  }

  private void wrongEntries(VectorFile file, LogEntry good) {
    String op = "conversation log";
    Hash32 other = Hash32.cut(new byte[] {1});
    ObjectNode stateNode = log();
    addEntry(stateNode, sender, with(good, good.number(), good.previous(), good.action(), other));
    file.refused("another state", op, stateNode, ProtocolError.STATE_MISMATCH);
    ObjectNode gap = log();
    addEntry(gap, sender, with(good, 3, good.previous(), good.action(), good.stateHash()));
    file.refused("an entry is missing", op, gap, ProtocolError.HEAD_UNKNOWN);
    ObjectNode parent = log();
    addEntry(parent, sender, with(good, 2, other, good.action(), good.stateHash()));
    file.refused("another predecessor", op, parent, ProtocolError.LOG_FORK);
    ObjectNode delete = log();
    addEntry(delete, sender, with(good, 2, good.previous(), new LogAction.Delete(), other));
    file.refused("a group with members is deleted", op, delete, ProtocolError.NOT_ALLOWED);
    LogAction.RetentionLeaves leaves = new LogAction.RetentionLeaves(other);
    ObjectNode retention = log();
    addEntry(retention, sender, with(good, 2, good.previous(), leaves, other));
    file.refused("unknown statement", op, retention, ProtocolError.STATEMENT_UNKNOWN);
  }

  private static LogEntry with(
      LogEntry good, long number, Hash32 previous, LogAction action, Hash32 stateHash) {
    return new LogEntry(
        good.network(),
        good.conversation(),
        number,
        previous,
        good.actorUser(),
        good.actorDevice(),
        good.actorListHash(),
        good.time(),
        action,
        stateHash);
  }

  private SealedMessage seal() throws ProtocolException {
    LeaseId lease = LeaseId.of(random.bytes(16));
    Hpke hpke = new Hpke();
    LeasedDevice.Terms terms =
        new LeasedDevice.Terms(
            network,
            state.id(),
            sender.user,
            sender.device,
            suite,
            lease,
            LeaseKind.HOUR,
            NOW + 3_600_000);
    for (int i = 0; i < recipients.size(); i++) {
      VectorPerson person = recipients.get(i);
      VerifiedBatch batch =
          VerifiedBatch.verify(batches.get(i).signed().encode(), person.verified, person.device);
      ClaimedPrekey claimed =
          ClaimedPrekey.verify(
              batch,
              i,
              batches.get(i).prekeys().get(i),
              path(batches.get(i), i),
              new ClaimedPrekey.Terms(NOW, 1, false, Suite.P521));
      leased.add(LeasedDevice.begin(terms, claimed, hpke, random));
    }
    MessageDraft draft =
        new MessageDraft(
            MessageId.of(NOW, random.bytes(10)),
            "The content of a vector.".getBytes(StandardCharsets.UTF_8),
            MessageScope.conversation(),
            Urgency.NORMAL,
            NOW,
            0);
    List<Audience.User> audience =
        people().stream()
            .map(p -> new Audience.User(p.user, p.list.rootKeyHash(), p.list.hash()))
            .toList();
    SenderPlace place =
        new SenderPlace(
            network,
            state.id(),
            sender.user,
            sender.device,
            sender.list.hash(),
            state.head(),
            1,
            Hash32.ZERO);
    return new MessageSealer(sender.key, random)
        .seal(new SealRequest(place, draft, audience, List.of(), leased, NOW));
  }

  private ObjectNode message(SealedMessage sealed, int recipient) {
    VectorPerson person = recipients.get(recipient);
    SignedMessage message = sealed.message();
    SealedMessage.ForDevice own = sealed.exchanges().get(recipient);
    ObjectNode node = log();
    node.put("user", person.user.toString()).put("device", person.device.toString());
    node.put("suiteFloor", 1).put("now", NOW).put("seen", false).put("standing", false);
    node.put("header", message.headerBytes().toHex());
    node.put("ephemeralKey", message.ephemeralKey().bytes().toHex());
    node.put("payload", message.payload().toHex());
    node.put("signature", message.signature().bytes().toHex());
    node.put("lease", own.exchange().lease().toString());
    node.put("sealed", own.exchange().sealed().toHex());
    node.put("leaseRecord", leased.get(recipient).recordBytes().toHex());
    putPrekey(node, batches.get(recipient).secrets().get(recipient));
    return node;
  }

  private static void putPrekey(ObjectNode node, PrivatePrekey prekey) {
    node.put("batchNumber", prekey.id().batch()).put("index", prekey.id().index());
    node.put("point", prekey.publicPrekey().agreementKey().bytes().toHex());
    try (SecretBytes scalar = prekey.agreementKey().exportScalar();
        SecretBytes stored = prekey.encode()) {
      node.put("scalar", MessageOperations.hex(scalar.read(SecretAccess.granted())));
      byte[] all = stored.read(SecretAccess.granted());
      if (prekey.kemKey().isPresent()) {
        byte[] seed = java.util.Arrays.copyOfRange(all, all.length - 64, all.length);
        node.put("seed", MessageOperations.hex(seed));
      }
    }
  }

  private void messages(VectorFile file) throws ProtocolException {
    SealedMessage sealed = seal();
    for (int i = 0; i < recipients.size(); i++) {
      ObjectNode node = message(sealed, i);
      file.good("recipient " + i, "message", node);
      ObjectNode record = VectorFile.fields().put("record", node.get("leaseRecord").asString());
      file.good("lease record " + i, "lease record", record);
    }
    ObjectNode good = message(sealed, 0);
    refusedMessages(file, good);
    if (suite.isPostQuantum()) {
      ObjectNode psk = VectorFile.fields();
      psk.put("record", good.get("leaseRecord").asString());
      putPrekey(psk, batches.getFirst().secrets().getFirst());
      file.good("psk", "lease psk", psk);
      file.refused(
          "another prekey", "lease psk", psk, n -> n.put("index", 4), ProtocolError.LEASE_MISMATCH);
    }
    ObjectNode header = VectorFile.fields().put("header", good.get("header").asString());
    file.good("header", "header", header);
    file.refused(
        "cut header", "header", header, n -> VectorFile.cut(n, "header"), ProtocolError.MALFORMED);
    file.refused(
        "longer header",
        "header",
        header,
        n -> VectorFile.extend(n, "header"),
        ProtocolError.MALFORMED);
    file.refused(
        "version", "header", header, n -> flip(n, "header", 0), ProtocolError.UNSUPPORTED_VERSION);
    items(file, sealed);
  }

  private void refusedMessages(VectorFile file, ObjectNode good) {
    String op = "message";
    file.refused("payload", op, good, n -> flip(n, "payload", 40), ProtocolError.SIGNATURE_INVALID);
    file.refused(
        "commitment", op, good, n -> flip(n, "header", -1), ProtocolError.SIGNATURE_INVALID);
    file.refused(
        "signature", op, good, n -> flip(n, "signature", -1), ProtocolError.SIGNATURE_INVALID);
    file.refused(
        "signature form",
        op,
        good,
        n -> n.put("signature", "00".repeat(132)),
        ProtocolError.SIGNATURE_FORM);
    file.refused("sealed key", op, good, n -> flip(n, "sealed", 3), ProtocolError.NOT_OPENED);
    file.refused(
        "point off the curve",
        op,
        good,
        n -> flip(n, "ephemeralKey", -1),
        ProtocolError.KEY_INVALID);
    file.refused("seen", op, good, n -> n.put("seen", true), ProtocolError.ALREADY_SEEN);
    file.refused(
        "seen, and its prekey is gone",
        op,
        good,
        n -> n.put("seen", true).put("index", 4),
        ProtocolError.ALREADY_SEEN);
    file.refused(
        "prekey given twice",
        op,
        good,
        n -> n.put("boundTo", "11".repeat(16)),
        ProtocolError.PREKEY_GIVEN_TWICE);
    file.refused("no such prekey", op, good, n -> n.put("index", 4), ProtocolError.PREKEY_UNKNOWN);
    file.refused(
        "another device", op, good, n -> flip(n, "device", 0), ProtocolError.LEASE_MISMATCH);
    file.refused("another lease", op, good, n -> flip(n, "lease", 0), ProtocolError.LEASE_MISMATCH);
    file.refused(
        "no record", op, good, n -> n.put("leaseRecord", ""), ProtocolError.LEASE_MISMATCH);
    file.refused("too old", op, good, n -> n.put("now", NOW + 33 * DAY), ProtocolError.TOO_OLD);
    file.refused("ahead", op, good, n -> n.put("now", NOW - 2 * DAY), ProtocolError.CLOCK_AHEAD);
    file.refused(
        "short payload",
        op,
        good,
        n -> n.put("payload", "00".repeat(271)),
        ProtocolError.MALFORMED);
    file.refused("cut key", op, good, n -> VectorFile.cut(n, "sealed"), ProtocolError.MALFORMED);
    if (suite.isPostQuantum()) {
      file.refused(
          "ML-KEM ciphertext", op, good, n -> flip(n, "leaseRecord", -1), ProtocolError.NOT_OPENED);
    } else {
      file.refused(
          "suite floor", op, good, n -> n.put("suiteFloor", 2), ProtocolError.UNSUPPORTED_SUITE);
    }
  }

  private void items(VectorFile file, SealedMessage sealed) {
    try (MessageItem item = sealed.toItem()) {
      ObjectNode node = VectorFile.fields();
      node.put("network", network.toString()).put("user", sender.user.toString());
      node.putArray("lists").add(MessageOperations.hex(sender.signed.encode()));
      node.put("item", MessageOperations.hex(item.encode()));
      String op = "message item";
      file.good("item", op, node);
      file.refused("item's key", op, node, n -> flip(n, "item", -1), ProtocolError.NOT_OPENED);
      file.refused(
          "item's signature", op, node, n -> flip(n, "item", -33), ProtocolError.SIGNATURE_INVALID);
      file.refused("cut item", op, node, n -> VectorFile.cut(n, "item"), ProtocolError.MALFORMED);
      file.refused(
          "longer item", op, node, n -> VectorFile.extend(n, "item"), ProtocolError.MALFORMED);
    }
  }
}
