package dev.wardroom.client.conversations;

import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationState;
import java.util.Optional;

/// A conversation as it is saved here.
///
/// @param startEntry log number from which this home knows the log
/// @param peer the other person of a direct conversation
/// @param position everything up to here is saved
/// @param ownSequence this device's counter, of the last accepted message
/// @param ownPrevious digest of that message, absent when there is none
/// @param readNumber read marker of the own devices
/// @param mutedUntil milliseconds since epoch; 0 = not muted, -1 = always
/// @param leftAt when the own person stopped being a member, 0 = still is
public record Conversation(
    ConversationState state,
    long startEntry,
    Optional<UserId> peer,
    long position,
    long ownSequence,
    Optional<Digest64> ownPrevious,
    long readNumber,
    boolean pinned,
    long mutedUntil,
    long leftAt,
    boolean forked,
    long lastAt,
    Card card) {

  public ConversationId id() {
    return state.id();
  }

  /// What the room card says; empty strings when none came.
  public record Card(String title, String description) {
    public static final Card NONE = new Card("", "");
  }
}
