package dev.wardroom.wire.log;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;

/// The retention user of a conversation, beside its members.
///
/// @param statement hash of the network statement that orders it
public record RetentionMember(UserId user, Hash32 rootKeyHash, Hash32 statement) {
  /// Whether the statement names this user and key for conversations of this kind.
  boolean isOrderedBy(NetworkStatement quoted, ConversationKind kind) {
    return quoted
        .retention()
        .filter(rule -> rule.user().equals(user) && rule.rootKeyHash().equals(rootKeyHash))
        .filter(rule -> covers(rule, kind))
        .isPresent();
  }

  /// Whether a rule of a statement covers conversations of this kind.
  public static boolean covers(RetentionRule rule, ConversationKind kind) {
    return switch (rule.scope()) {
      case ALL -> true;
      case GROUPS_AND_ROOMS -> kind != ConversationKind.DIRECT;
      case ROOMS -> kind == ConversationKind.ROOM;
    };
  }
}
