package dev.wardroom.server.conversations;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.log.ConversationKind;

/// A conversation's own row.
///
/// @param headNumber the last position given
/// @param headEntry the newest entry's log number
/// @param epochAt milliseconds since epoch at which the epoch began
public record ConversationRow(
    ConversationKind kind,
    long headNumber,
    long headEntry,
    Hash32 headHash,
    long epoch,
    long epochAt,
    boolean deleted) {
  boolean isDirect() {
    return kind == ConversationKind.DIRECT;
  }
}
