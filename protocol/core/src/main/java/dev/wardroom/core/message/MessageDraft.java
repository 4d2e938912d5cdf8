package dev.wardroom.core.message;

import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;

/// What a person wants to send.
///
/// @param id stays the same when the message is sealed again
/// @param content serialised content, at most 65,532 bytes
/// @param sentAt milliseconds since epoch by the server's clock, as well as known
/// @param ttlSeconds 0 = none
public record MessageDraft(
    MessageId id,
    byte[] content,
    MessageScope scope,
    Urgency urgency,
    long sentAt,
    long ttlSeconds) {
  public MessageDraft {
    content = content.clone();
  }
}
