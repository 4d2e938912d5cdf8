package dev.wardroom.wire.log;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What an entry does. Who may do it is in [ConversationState]; the bytes are in [LogActionCodec].
public sealed interface LogAction {
  /// The first entry.
  ///
  /// @param nonce 16 random bytes, so that the same people can have two conversations
  /// @param members rising, the actor among them
  record Create(
      ConversationKind kind,
      Bytes nonce,
      List<Newcomer> members,
      Timers timers,
      Optional<RetentionMember> retention)
      implements LogAction {
    public static final int NONCE_LENGTH = 16;

    public Create {
      members = sorted(members);
      if (nonce.length() != NONCE_LENGTH) {
        throw new IllegalArgumentException("a nonce is 16 bytes");
      }
    }
  }

  /// Adds 1 to 500 users.
  record Add(List<Newcomer> newcomers) implements LogAction {
    public Add {
      newcomers = sorted(newcomers);
    }
  }

  /// Removes 1 to 500 members, the actor not among them.
  record Remove(List<UserId> users) implements LogAction {
    public Remove {
      users = users.stream().sorted().distinct().toList();
      requireCount(users.size());
    }
  }

  /// The actor goes. If nobody is left, the conversation is closed; if a room's last moderator
  /// goes, its longest-standing member becomes one.
  record Leave() implements LogAction {}

  record SetRole(UserId user, Role role) implements LogAction {}

  record SetTimers(Timers timers) implements LogAction {}

  /// Retention begins, or its key or statement changes.
  record RetentionJoins(RetentionMember retention) implements LogAction {}

  /// @param statement hash of the statement that no longer orders retention here
  record RetentionLeaves(Hash32 statement) implements LogAction {}

  /// A member has a new root key and stays the same person.
  record AcceptRoot(UserId user, Hash32 rootKeyHash) implements LogAction {}

  /// Closes the conversation for everybody.
  record Delete() implements LogAction {}

  private static List<Newcomer> sorted(List<Newcomer> newcomers) {
    requireCount(newcomers.size());
    return newcomers.stream().sorted(Comparator.comparing(Newcomer::user)).toList();
  }

  private static void requireCount(int count) {
    if (count < 1 || count > WireLimits.MEMBERS_PER_ENTRY_MAX) {
      throw new IllegalArgumentException("1 to 500 users in one entry");
    }
  }
}
