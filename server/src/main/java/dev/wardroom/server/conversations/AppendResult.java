package dev.wardroom.server.conversations;

import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.message.LogHead;

/// What becomes of an offered entry. What breaks a rule is refused by a throw.
public sealed interface AppendResult {
  /// On disk, at this position of the conversation's one order.
  record Accepted(ConversationId conversation, long number, long acceptedAt)
      implements AppendResult {}

  /// The same people have a direct conversation already; the offered entry was not taken.
  record Existing(ConversationId conversation) implements AppendResult {}

  /// Another entry came first.
  record HeadMoved(LogHead head) implements AppendResult {}
}
