package dev.wardroom.core.message;

import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A receiving device that keeps what a client's store keeps, in maps.
final class TestReceiver implements ReceiverState {
  final TestWorld world;
  final TestPerson person;
  final DeviceId device;
  final MessageOpener opener = new MessageOpener(this);
  final Map<PrekeyId, PrivatePrekey> prekeys = new HashMap<>();
  final Map<PrekeyId, PrekeyBinding> bindings = new HashMap<>();
  final Map<LeaseId, Bytes> records = new HashMap<>();
  final Set<Bytes> seen = new HashSet<>();
  List<ConversationState> states;
  PrekeyKind kind = PrekeyKind.ONE_TIME;
  Suite floor = Suite.P521;
  NetworkId network;
  Map<UserId, List<VerifiedDeviceList>> lists = new HashMap<>();

  TestReceiver(TestWorld world, TestPerson person, DeviceId device) {
    this.world = world;
    this.person = person;
    this.device = device;
    this.network = world.network;
    this.states = new ArrayList<>(world.states);
    world.people.forEach(p -> lists.put(p.user, new ArrayList<>(p.lists)));
    for (PrivatePrekey prekey : Objects.requireNonNull(world.prekeys.get(device))) {
      prekeys.put(prekey.id(), prekey);
    }
  }

  /// Verifies, opens and saves.
  OpenedMessage receive(ReceivedMessage received, long now) throws ProtocolException {
    OpenedMessage opened = opener.open(opener.verify(received, now));
    seen.add(seenKey(opened.header().senderDevice(), opened.header().id()));
    records.put(opened.leaseRecord().lease(), opened.leaseRecordBytes());
    opened.binding().ifPresent(b -> bindings.put(opened.leaseRecord().prekey(), b));
    return opened;
  }

  OpenedMessage receive(SealedMessage sealed, List<LeasedDevice> leased) throws ProtocolException {
    return receive(TestWorld.delivered(sealed, device, leased), TestWorld.NOW);
  }

  void destroy(PrekeyId id) {
    opener.forget(id);
    PrivatePrekey prekey = prekeys.remove(id);
    if (prekey != null) {
      prekey.close();
    }
  }

  @Override
  public NetworkId network() {
    return network;
  }

  @Override
  public UserId user() {
    return person.user;
  }

  @Override
  public DeviceId device() {
    return device;
  }

  @Override
  public Suite suiteFloor() {
    return floor;
  }

  @Override
  public Optional<ConversationState> conversation(ConversationId id) {
    return states.stream().filter(s -> s.id().equals(id)).reduce((first, last) -> last);
  }

  @Override
  public Optional<ConversationState> conversationAt(ConversationId id, LogHead head) {
    return states.stream().filter(s -> s.id().equals(id) && s.head().equals(head)).findFirst();
  }

  @Override
  public Optional<VerifiedDeviceList> deviceList(UserId user, Hash32 hash) {
    return lists.getOrDefault(user, List.of()).stream()
        .filter(l -> l.hash().equals(hash))
        .findFirst();
  }

  @Override
  public Optional<VerifiedDeviceList> deviceListIssuedBy(UserId user, long time) {
    return lists.getOrDefault(user, List.of()).stream()
        .filter(l -> l.list().issuedAt() <= time)
        .reduce((first, last) -> last);
  }

  @Override
  public boolean hasSeen(DeviceId senderDevice, MessageId id) {
    return seen.contains(seenKey(senderDevice, id));
  }

  @Override
  public Optional<Bytes> leaseRecord(DeviceId senderDevice, LeaseId lease) {
    return Optional.ofNullable(records.get(lease));
  }

  @Override
  public Optional<PrekeyBinding> binding(PrekeyId prekey) {
    return Optional.ofNullable(bindings.get(prekey));
  }

  @Override
  public Optional<StoredPrekey> prekey(PrekeyId prekey) {
    return Optional.ofNullable(prekeys.get(prekey)).map(p -> new StoredPrekey(p, kind));
  }

  private static Bytes seenKey(DeviceId device, MessageId id) {
    return new CanonicalWriter().fixed(device.bytes()).fixed(id.bytes()).toBytes();
  }
}
