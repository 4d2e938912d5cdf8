package dev.wardroom.core.message;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.LogHead;

/// Where a message stands: who sends, in which conversation, after what.
///
/// @param sequence one more than this device's last accepted message here
/// @param previous `MessageBindings.previous` of that message's accepted digest; zero when first
public record SenderPlace(
    NetworkId network,
    ConversationId conversation,
    UserId user,
    DeviceId device,
    Hash32 listHash,
    LogHead head,
    long sequence,
    Hash32 previous) {}
