package dev.wardroom.core.vectors.own;

import dev.wardroom.core.message.PrekeyBinding;
import dev.wardroom.core.message.ReceiverState;
import dev.wardroom.wire.Bytes;
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
import java.util.Optional;

/// A receiving device that knows what the case says.
final class VectorReceiver implements ReceiverState {
  private final VectorLog log;
  private final NetworkId network;
  private final UserId user;
  private final DeviceId device;
  private final Suite floor;
  private final StoredPrekey prekey;
  private final boolean seen;
  private final Optional<PrekeyBinding> binding;
  private final Optional<Bytes> keptRecord;

  VectorReceiver(Fields input) throws ProtocolException {
    log = new VectorLog(input);
    network = ObjectOperations.network(input);
    user = UserId.fromWire(input.hex("user"));
    device = DeviceId.fromWire(input.hex("device"));
    floor = Suite.fromCode(input.count("suiteFloor"));
    PrekeyKind kind = input.flag("standing") ? PrekeyKind.STANDING : PrekeyKind.ONE_TIME;
    prekey = new StoredPrekey(ObjectOperations.prekey(input), kind);
    seen = input.flag("seen");
    binding =
        input.has("boundTo")
            ? Optional.of(
                new PrekeyBinding(
                    DeviceId.fromWire(input.hex("boundTo")), LeaseId.fromWire(input.hex("lease"))))
            : Optional.empty();
    keptRecord =
        input.has("keptLeaseRecord")
            ? Optional.of(input.bytes("keptLeaseRecord"))
            : Optional.empty();
  }

  @Override
  public NetworkId network() {
    return network;
  }

  @Override
  public UserId user() {
    return user;
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
    return log.states().stream().filter(s -> s.id().equals(id)).reduce((first, last) -> last);
  }

  @Override
  public Optional<ConversationState> conversationAt(ConversationId id, LogHead head) {
    return log.states().stream()
        .filter(s -> s.id().equals(id) && s.head().equals(head))
        .findFirst();
  }

  @Override
  public Optional<VerifiedDeviceList> deviceList(UserId who, Hash32 hash) {
    return log.versions(who).stream().filter(list -> list.hash().equals(hash)).findFirst();
  }

  @Override
  public Optional<VerifiedDeviceList> deviceListIssuedBy(UserId who, long time) {
    return log.versions(who).stream()
        .filter(list -> list.list().issuedAt() <= time)
        .reduce((first, last) -> last);
  }

  @Override
  public boolean hasSeen(DeviceId senderDevice, MessageId id) {
    return seen;
  }

  @Override
  public Optional<Bytes> leaseRecord(DeviceId senderDevice, LeaseId lease) {
    return keptRecord;
  }

  @Override
  public Optional<PrekeyBinding> binding(PrekeyId id) {
    return binding;
  }

  @Override
  public Optional<StoredPrekey> prekey(PrekeyId id) {
    return prekey.prekey().id().equals(id) ? Optional.of(prekey) : Optional.empty();
  }
}
