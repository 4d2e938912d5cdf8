package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A user's root key is replaced: in the chain of lists, and in a conversation.
final class RootCases {
  private static final long NOW = VectorPerson.NOW;
  private static final long DAY = VectorPerson.DAY;
  private static final String LISTS = "device lists";
  private static final String LOG = "conversation log";

  private final RandomSource random;
  private final NetworkId network;
  private final VectorPerson person;
  private final RootKey next;

  RootCases(RandomSource random) throws ProtocolException {
    this.random = random;
    network = NetworkId.of(random.bytes(16));
    person = new VectorPerson(network, random);
    next = RootKey.generate(random);
  }

  void write(Path folder) throws IOException, ProtocolException {
    VectorFile file = new VectorFile("root-changes.json", "Another root key, devices that go");
    changes(file);
    devices(file);
    acceptance(file);
    file.write(folder);
  }

  private DeviceEntry device(P521PublicKey key) {
    return DeviceEntry.of(DeviceId.of(random.bytes(16)), key, NOW, Suite.P521_MLKEM1024);
  }

  private DeviceEntry fresh() {
    return device(DeviceKey.generate(random).publicKey());
  }

  private DeviceList replaced(List<DeviceEntry> devices) {
    return person.list.replaced(next.publicKey(), NOW, NOW + 365 * DAY, devices);
  }

  private ObjectNode input(SignedBytes... after) {
    ObjectNode node = VectorFile.fields();
    node.put("network", network.toString()).put("user", person.user.toString());
    ArrayNode lists = node.putArray("lists");
    lists.add(MessageOperations.hex(person.signed.encode()));
    for (SignedBytes list : after) {
      lists.add(MessageOperations.hex(list.encode()));
    }
    return node;
  }

  private void changes(VectorFile file) {
    DeviceList list = replaced(List.of(fresh()));
    file.good("vouched", LISTS, input(next.signReplacing(list, person.root)));
    file.good("unvouched", LISTS, input(next.sign(list)));
    RootKey stranger = RootKey.generate(random);
    file.refused(
        "the second signature is a stranger's",
        LISTS,
        input(next.signReplacing(list, stranger)),
        ProtocolError.SIGNATURE_INVALID);
    SignedBytes vouched = next.signReplacing(list, person.root);
    SignedBytes swapped = new SignedBytes(vouched.body(), vouched.signatures().reversed());
    file.refused(
        "the signatures in the other order",
        LISTS,
        input(swapped),
        ProtocolError.SIGNATURE_INVALID);
    DeviceEntry same = person.list.devices().getFirst();
    DeviceList keepsKey = replaced(List.of(device(same.key())));
    file.refused(
        "a device keeps its key under another id",
        LISTS,
        input(next.signReplacing(keepsKey, person.root)),
        ProtocolError.LIST_CHAIN_BROKEN);
    DeviceList keepsDevice =
        list(next.publicKey(), 2, person.list.hash(), List.of(same), List.of());
    file.refused(
        "a device stays",
        LISTS,
        input(next.signReplacing(keepsDevice, person.root)),
        ProtocolError.LIST_CHAIN_BROKEN);
    DeviceList successor = person.next(random);
    SignedBytes once = person.root.sign(successor);
    SignedBytes twice = new SignedBytes(once.body(), List.of(once.signature(), once.signature()));
    file.refused("two signatures and the same root", LISTS, input(twice), ProtocolError.MALFORMED);
    SignedBytes first = person.signed;
    ObjectNode firstTwice = input();
    SignedBytes doubled =
        new SignedBytes(first.body(), List.of(first.signature(), first.signature()));
    firstTwice.putArray("lists").add(MessageOperations.hex(doubled.encode()));
    file.refused("two signatures under version 1", LISTS, firstTwice, ProtocolError.MALFORMED);
  }

  private DeviceList list(
      P521PublicKey root,
      long version,
      Hash32 previous,
      List<DeviceEntry> devices,
      List<DeviceId> removed) {
    return new DeviceList(
        network, person.user, root, version, previous, NOW, NOW + DAY, devices, removed);
  }

  private void devices(VectorFile file) throws ProtocolException {
    DeviceEntry old = person.list.devices().getFirst();
    DeviceEntry added = fresh();
    DeviceList second =
        list(person.list.rootKey(), 2, person.list.hash(), List.of(added), List.of(old.id()));
    SignedBytes two = person.root.sign(second);
    file.good("a device is replaced", LISTS, input(two));
    ProtocolError broken = ProtocolError.LIST_CHAIN_BROKEN;
    refused(file, "a removed id comes back", two, second, List.of(added, old), List.of(), broken);
    refused(file, "a removed id is forgotten", two, second, List.of(added), List.of(), broken);
    refused(file, "a device vanishes", two, second, List.of(fresh()), List.of(old.id()), broken);
    DeviceEntry otherKey = new DeviceEntry(added.id(), fresh().key(), NOW, added.suiteCodes());
    refused(
        file,
        "a device has another key",
        two,
        second,
        List.of(otherKey),
        List.of(old.id()),
        broken);
    DeviceEntry otherTime = new DeviceEntry(added.id(), added.key(), NOW + 1, added.suiteCodes());
    refused(
        file,
        "a device was added at another time",
        two,
        second,
        List.of(otherTime),
        List.of(old.id()),
        broken);
    DeviceList gap =
        list(person.list.rootKey(), 3, second.hash(), List.of(added), List.of(old.id()));
    file.refused("a version is missing", LISTS, input(person.root.sign(gap)), broken);
  }

  private void refused(
      VectorFile file,
      String name,
      SignedBytes two,
      DeviceList second,
      List<DeviceEntry> devices,
      List<DeviceId> removed,
      ProtocolError error) {
    DeviceList third = list(second.rootKey(), 3, second.hash(), devices, removed);
    file.refused(name, LISTS, input(two, person.root.sign(third)), error);
  }

  private void acceptance(VectorFile file) throws ProtocolException {
    for (boolean vouched : new boolean[] {true, false}) {
      VectorWorld world = new VectorWorld(random);
      world.begin(ConversationKind.GROUP, Optional.empty());
      VectorPerson changed = world.reader;
      RootKey root = RootKey.generate(random);
      DeviceKey key = DeviceKey.generate(random);
      DeviceEntry device = device(key.publicKey());
      DeviceList list =
          changed.list.replaced(root.publicKey(), NOW, NOW + 365 * DAY, List.of(device));
      SignedBytes signed = vouched ? root.signReplacing(list, changed.root) : root.sign(list);
      VerifiedDeviceList published = VectorWorld.publish(changed, signed);
      LogAction.AcceptRoot accept = new LogAction.AcceptRoot(changed.user, published.rootKeyHash());
      Actor itself = Actor.of(published, device.id());
      String name = vouched ? "vouched" : "unvouched";
      if (vouched) {
        ObjectNode own = world.log();
        LogEntry entry = world.propose(itself, accept);
        ((ArrayNode) own.get("entries")).add(MessageOperations.hex(key.sign(entry).encode()));
        file.good("accepts its own new root, " + name, LOG, own);
      } else {
        ObjectNode own = world.log();
        LogEntry entry = world.entry(itself, accept);
        ((ArrayNode) own.get("entries")).add(MessageOperations.hex(key.sign(entry).encode()));
        file.refused("accepts its own new root, " + name, LOG, own, ProtocolError.NOT_ALLOWED);
      }
      ObjectNode leaves = world.log();
      LogEntry leave = world.entry(itself, new LogAction.Leave());
      ((ArrayNode) leaves.get("entries")).add(MessageOperations.hex(key.sign(leave).encode()));
      file.refused(
          "acts before its root is accepted, " + name, LOG, leaves, ProtocolError.NOT_ALLOWED);
      LogAction.AcceptRoot nothing =
          new LogAction.AcceptRoot(changed.user, changed.list.rootKeyHash());
      file.refused(
          "changes nothing, " + name,
          LOG,
          world.logWith(world.sender, nothing),
          ProtocolError.NOT_ALLOWED);
      world.then(world.sender, accept);
      file.good("another member accepts it, " + name, LOG, world.log());
    }
  }
}
