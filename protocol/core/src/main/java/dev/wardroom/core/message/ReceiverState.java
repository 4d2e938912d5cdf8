package dev.wardroom.core.message;

import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
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

/// What a device knows when a message comes; the caller's store answers. Reads only: nothing
/// changes before a signature holds, and then the caller saves what [OpenedMessage] says.
public interface ReceiverState {
  NetworkId network();

  UserId user();

  DeviceId device();

  /// The lowest suite that the network accepts.
  Suite suiteFloor();

  /// The newest state held.
  Optional<ConversationState> conversation(ConversationId id);

  /// The state at an entry of the log; empty for an entry that is not held or has another hash.
  Optional<ConversationState> conversationAt(ConversationId id, LogHead head);

  /// A version of a user's list by its hash.
  Optional<VerifiedDeviceList> deviceList(UserId user, Hash32 hash);

  /// The newest version held that was issued at this time or before.
  Optional<VerifiedDeviceList> deviceListIssuedBy(UserId user, long time);

  default Optional<VerifiedDeviceList> newestDeviceList(UserId user) {
    return deviceListIssuedBy(user, Long.MAX_VALUE);
  }

  /// Whether a message of this sender device and id was taken in the last 62 days.
  boolean hasSeen(DeviceId senderDevice, MessageId id);

  /// A lease record that came with an earlier message and was authenticated by it.
  Optional<Bytes> leaseRecord(DeviceId senderDevice, LeaseId lease);

  /// What a one-time prekey was bound to, remembered after its destruction too.
  Optional<PrekeyBinding> binding(PrekeyId prekey);

  /// A private half that still exists.
  Optional<StoredPrekey> prekey(PrekeyId prekey);

  /// A prekey and what it is for.
  record StoredPrekey(PrivatePrekey prekey, PrekeyKind kind) {}
}
