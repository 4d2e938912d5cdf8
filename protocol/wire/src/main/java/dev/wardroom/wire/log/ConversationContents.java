package dev.wardroom.wire.log;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What of a conversation's state is hashed: everything but its id and head.
///
/// @param number of the entry that led here
/// @param members by rising user id
/// @param closed nothing follows: the last member left, or it was deleted
public record ConversationContents(
    ConversationKind kind,
    long number,
    List<Member> members,
    Timers timers,
    Optional<RetentionMember> retention,
    boolean closed) {
  public ConversationContents {
    members = members.stream().sorted(Comparator.comparing(Member::user)).toList();
  }

  Optional<Member> member(UserId user) {
    return members.stream().filter(member -> member.user().equals(user)).findFirst();
  }

  Member requireMember(UserId user) throws ProtocolException {
    return member(user)
        .orElseThrow(() -> new ProtocolException(ProtocolError.NOT_A_MEMBER, "conversation"));
  }

  ConversationContents next() {
    return new ConversationContents(kind, number + 1, members, timers, retention, closed);
  }

  ConversationContents withMembers(List<Member> changed) {
    return new ConversationContents(kind, number, changed, timers, retention, closed);
  }

  ConversationContents withTimers(Timers changed) {
    return new ConversationContents(kind, number, members, changed, retention, closed);
  }

  ConversationContents withRetention(Optional<RetentionMember> changed) {
    return new ConversationContents(kind, number, members, timers, changed, closed);
  }

  ConversationContents asClosed() {
    return new ConversationContents(kind, number, members, timers, retention, true);
  }
}
