package dev.wardroom.client.outbox;

import dev.wardroom.schema.v1.Content;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;

/// A message on its way out.
///
/// @param ttl seconds, 0 = none
public record Outgoing(
    MessageId id,
    ConversationId conversation,
    Content content,
    MessageScope scope,
    Urgency urgency,
    long ttl) {}
