package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The receiver's checks one by one, at their limits: every refused message is signed well and
/// wrong in the one thing that its name says.
final class ReceiverCases {
  private static final long NOW = VectorWorld.NOW;
  private static final long DAY = VectorWorld.DAY;
  private static final String OP = "message";

  private final RandomSource random;

  ReceiverCases(RandomSource random) {
    this.random = random;
  }

  void write(Path folder) throws IOException, ProtocolException {
    VectorFile file = new VectorFile("receiver.json", "Checks M-03 to M-17 one by one, notices");
    prekeys(file);
    mixedSuites(file);
    times(file);
    senders(file);
    heads(file);
    scopes(file);
    insides(file);
    notices(file);
    file.write(folder);
  }

  private VectorWorld group() throws ProtocolException {
    VectorWorld world = new VectorWorld(random);
    world.begin(ConversationKind.GROUP, Optional.empty());
    return world;
  }

  private static VectorWorld.Leased hour(VectorWorld world) throws ProtocolException {
    return world.lease(world.reader, Suite.P521, PrekeyKind.ONE_TIME, LeaseKind.HOUR);
  }

  private static ObjectNode one(VectorMessage message, VectorWorld.Leased leased) {
    return message.to(leased).getFirst();
  }

  private void prekeys(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased single =
        world.lease(world.reader, Suite.P521, PrekeyKind.ONE_TIME, LeaseKind.ONE_MESSAGE);
    ObjectNode good = one(new VectorMessage(world), single);
    file.good("a lease for one message", OP, good);
    file.good(
        "the record came before and comes again",
        OP,
        good.deepCopy().put("keptLeaseRecord", good.get("leaseRecord").asString()));
    file.good(
        "the record came before",
        OP,
        good.deepCopy()
            .put("keptLeaseRecord", good.get("leaseRecord").asString())
            .put("leaseRecord", ""));
    ObjectNode second = good.deepCopy();
    second.put("keptLeaseRecord", good.get("leaseRecord").asString());
    VectorFile.flip(second, "keptLeaseRecord", -14);
    file.refused("M-03: a second record of the lease", OP, second, ProtocolError.LEASE_MISMATCH);
    VectorWorld.Leased standing =
        world.lease(world.reader, Suite.P521, PrekeyKind.STANDING, LeaseKind.HOUR);
    file.good("a standing prekey", OP, one(new VectorMessage(world), standing));
    VectorWorld.Leased high =
        world.lease(world.reader, Suite.P521_MLKEM1024, PrekeyKind.STANDING, LeaseKind.HOUR);
    ObjectNode suiteTwo = one(new VectorMessage(world), high);
    file.good("a standing prekey of suite 2", OP, suiteTwo);
    file.refused(
        "M-14: another seed", OP, suiteTwo, n -> VectorFile.flip(n, "seed", 0), notOpened());
  }

  private static ProtocolError notOpened() {
    return ProtocolError.NOT_OPENED;
  }

  private void mixedSuites(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased low = hour(world);
    VectorWorld.Leased high =
        world.lease(world.founder, Suite.P521_MLKEM1024, PrekeyKind.ONE_TIME, LeaseKind.HOUR);
    List<ObjectNode> both = new VectorMessage(world).to(low, high);
    file.good("one message in two suites, suite 1", OP, both.getFirst());
    file.good("one message in two suites, suite 2", OP, both.getLast());
    file.good("suite 2 at a floor of 2", OP, both.getLast().deepCopy().put("suiteFloor", 2));
    file.refused(
        "M-05: suite 1 below the floor",
        OP,
        both.getFirst(),
        n -> n.put("suiteFloor", 2),
        ProtocolError.UNSUPPORTED_SUITE);
    VectorMessage lying = new VectorMessage(world);
    lying.lowest = Suite.P521_MLKEM1024;
    file.refused(
        "M-05: a header that claims suite 2", OP, one(lying, low), ProtocolError.UNSUPPORTED_SUITE);
    ObjectNode crossed = both.getFirst().deepCopy();
    crossed.put("sealed", both.getLast().get("sealed").asString());
    file.refused("M-14: the exchange of another device", OP, crossed, notOpened());
  }

  private void times(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased leased = hour(world);
    long end = NOW + 3_600_000 + WireLimits.LEASE_GRACE_MILLIS;
    VectorMessage late = new VectorMessage(world);
    late.sentAt = end;
    file.good("M-06: sent ten minutes after the lease's end", OP, one(late, leased));
    late.sentAt = end + 1;
    file.refused(
        "M-06: sent a millisecond later", OP, one(late, leased), ProtocolError.LEASE_ENDED);
    ObjectNode message = one(new VectorMessage(world), leased);
    file.good("M-09: a day ahead", OP, message.deepCopy().put("now", NOW - DAY));
    file.refused(
        "M-09: more than a day ahead",
        OP,
        message,
        n -> n.put("now", NOW - DAY - 1),
        ProtocolError.CLOCK_AHEAD);
    file.good("M-09: 32 days behind", OP, message.deepCopy().put("now", NOW + 32 * DAY));
    file.refused(
        "M-09: more than 32 days behind",
        OP,
        message,
        n -> n.put("now", NOW + 32 * DAY + 1),
        ProtocolError.TOO_OLD);
    VectorWorld shortList = new VectorWorld(random, NOW + 1000);
    shortList.begin(ConversationKind.GROUP, Optional.empty());
    VectorWorld.Leased other = hour(shortList);
    VectorMessage last = new VectorMessage(shortList);
    last.sentAt = NOW + 1000;
    file.good("M-10: sent at the list's end", OP, one(last, other));
    last.sentAt = NOW + 1001;
    file.refused(
        "M-10: sent a millisecond later", OP, one(last, other), ProtocolError.LIST_EXPIRED);
  }

  private void senders(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased leased = hour(world);
    ObjectNode unlisted = one(new VectorMessage(world), leased);
    for (var person : (ArrayNode) unlisted.get("people")) {
      if (person.get("user").asString().equals(world.sender.user.toString())) {
        ((ArrayNode) person.get("lists")).removeAll();
      }
    }
    file.refused("M-10: the list is not known", OP, unlisted, ProtocolError.LIST_UNKNOWN);
    // The record names the sender that the header names: another device of the same user.
    VectorWorld.Leased removed = hour(world);
    DeviceEntry fresh =
        DeviceEntry.of(
            DeviceId.of(random.bytes(16)), world.founder.key.publicKey(), NOW, Suite.P521);
    VerifiedDeviceList next =
        VectorWorld.publish(
            world.sender,
            world.sender.root.sign(
                world.sender.list.successor(
                    NOW, NOW + 30 * DAY, List.of(fresh), List.of(world.sender.device))));
    VectorMessage gone = new VectorMessage(world);
    gone.listHash = next.hash();
    file.refused(
        "M-10: a device that the named list removed",
        OP,
        one(gone, removed),
        ProtocolError.DEVICE_REMOVED);
    file.good("M-22: a device that was removed since", OP, one(new VectorMessage(world), removed));
    VectorMessage before = new VectorMessage(world);
    before.listHash = Hash32.cut(new byte[] {3});
    file.refused("M-10: a hash of no list", OP, one(before, removed), ProtocolError.LIST_UNKNOWN);
  }

  private void heads(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased leased = hour(world);
    VectorMessage unknown = new VectorMessage(world);
    unknown.head = new LogHead(2, Hash32.cut(new byte[] {4}));
    file.refused(
        "M-11: an entry that is not held", OP, one(unknown, leased), ProtocolError.HEAD_UNKNOWN);
    unknown.head = new LogHead(1, Hash32.cut(new byte[] {4}));
    file.refused(
        "M-11: another hash of a held number",
        OP,
        one(unknown, leased),
        ProtocolError.HEAD_UNKNOWN);
    ObjectNode nowhere = one(new VectorMessage(world), leased);
    ((ArrayNode) nowhere.get("entries")).removeAll();
    ObjectNode another = group().log();
    nowhere.set("entries", another.get("entries"));
    nowhere.set("people", another.get("people"));
    nowhere.set("network", another.get("network"));
    file.refused(
        "M-02: a conversation that is not known", OP, nowhere, ProtocolError.WRONG_CONVERSATION);
    LogHead first = world.state().head();
    world.then(world.founder, new LogAction.Remove(List.of(world.sender.user)));
    file.refused(
        "M-11: no member at the named entry",
        OP,
        one(new VectorMessage(world), leased),
        ProtocolError.NOT_A_MEMBER);
    VectorMessage before = new VectorMessage(world);
    before.head = first;
    file.good("M-21: removed by a later entry", OP, one(before, leased));
  }

  private void scopes(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased leased = hour(world);
    VectorMessage message = new VectorMessage(world);
    message.scope = new MessageScope.OneUser(world.reader.user);
    file.good("M-12: for this user", OP, one(message, leased));
    message.scope = new MessageScope.OneUser(world.founder.user);
    file.refused("M-12: for another user", OP, one(message, leased), ProtocolError.WRONG_USER);
    message.scope = new MessageScope.OwnDevices();
    file.refused(
        "M-12: for the sender's own devices", OP, one(message, leased), ProtocolError.WRONG_USER);
    file.refused(
        "M-13: signed over another urgency",
        OP,
        one(new VectorMessage(world), leased),
        n -> VectorFile.flip(n, "header", 274 - 33),
        ProtocolError.SIGNATURE_INVALID);
  }

  private void insides(VectorFile file) throws ProtocolException {
    VectorWorld world = group();
    VectorWorld.Leased leased = hour(world);
    VectorMessage commitment = new VectorMessage(world);
    commitment.commitment = Hash32.cut(new byte[] {5});
    file.refused("M-15: a commitment to another key", OP, one(commitment, leased), notOpened());
    VectorMessage payload = new VectorMessage(world);
    payload.payload = bytes -> changed(bytes, 0);
    file.refused("M-16: a payload that does not open", OP, one(payload, leased), notOpened());
    payload.payload = bytes -> changed(bytes, bytes.length - 1);
    file.refused("M-16: a changed tag", OP, one(payload, leased), notOpened());
    VectorMessage padding = new VectorMessage(world);
    padding.padded = bytes -> changed(bytes, bytes.length - 1);
    file.refused("M-17: padding that is not zero", OP, one(padding, leased), notOpened());
    padding.padded = bytes -> Arrays.copyOf(bytes, 272);
    file.refused("M-17: longer padding than needed", OP, one(padding, leased), notOpened());
    padding.padded =
        bytes -> {
          byte[] longer = bytes.clone();
          longer[2] = 1;
          return longer;
        };
    file.refused("M-17: a length beyond the end", OP, one(padding, leased), notOpened());
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }

  private void notices(VectorFile file) throws ProtocolException {
    VectorWorld world = new VectorWorld(random);
    RetentionMember archive = world.retention(world.state(Optional.of(RetentionRule.Scope.ALL)));
    world.begin(ConversationKind.GROUP, Optional.of(archive));
    VectorWorld.Leased leased = hour(world);
    VectorWorld.Leased kept =
        world.lease(world.archive, Suite.P521, PrekeyKind.STANDING, LeaseKind.HOUR);
    List<ObjectNode> both = new VectorMessage(world).to(leased, kept);
    file.good("retention in the audience, a member", OP, both.getFirst());
    file.good("retention in the audience, retention itself", OP, both.getLast());
    VectorMessage toOne = new VectorMessage(world);
    toOne.scope = new MessageScope.OneUser(world.reader.user);
    file.good("retention belongs to every scope", OP, toOne.to(leased, kept).getLast());
    VectorMessage without = new VectorMessage(world);
    without.leftOut = List.of(world.archive.device);
    file.good("M-24: retention left out as dormant", OP, one(without, leased));
    DeviceEntry added =
        DeviceEntry.of(
            DeviceId.of(random.bytes(16)), world.sender.key.publicKey(), NOW - DAY, Suite.P521);
    VerifiedDeviceList ignored =
        VectorWorld.publish(
            world.founder,
            world.founder.root.sign(
                world.founder.list.successor(
                    NOW - DAY / 2, NOW + 30 * DAY, List.of(added), List.of())));
    file.good("M-20: the sender saw an older list", OP, one(new VectorMessage(world), leased));
  }
}
