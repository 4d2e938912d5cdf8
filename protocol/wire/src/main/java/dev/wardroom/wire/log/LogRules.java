package dev.wardroom.wire.log;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may do what. Pure: contents and an action in, contents out, or a refusal.
///
/// | action | direct | group | room |
/// | --- | --- | --- | --- |
/// | add, remove | nobody | any member | moderators |
/// | leave | nobody | any member | any member |
/// | set role | nobody | nobody | moderators, but not away from the last one |
/// | set timers | any member | any member | moderators |
/// | retention joins, leaves | any member, on a statement | the same | the same |
/// | accept root | the other member | any other member | moderators |
/// | delete | nobody | the only member left | moderators |
///
/// A member whose old root key signed the change to the new one may accept its own new root.
final class LogRules {
  private static final int DIRECT_MEMBERS_MAX = 2;

  private LogRules() {}

  /// @param time of the entry, milliseconds since epoch
  static ConversationContents create(
      Actor actor, long time, LogAction.Create create, Statements statements)
      throws ProtocolException {
    List<Newcomer> named = create.members();
    if (create.kind() == ConversationKind.DIRECT && named.size() > DIRECT_MEMBERS_MAX) {
      throw notAllowed("a direct conversation has two members");
    }
    List<Member> members = new ArrayList<>();
    for (Newcomer newcomer : named) {
      boolean founder = newcomer.user().equals(actor.user());
      Role role = founder && create.kind() == ConversationKind.ROOM ? Role.MODERATOR : Role.MEMBER;
      members.add(new Member(newcomer.user(), newcomer.rootKeyHash(), role, 1));
    }
    requireDistinct(named);
    ConversationContents contents =
        new ConversationContents(
            create.kind(), 1, members, create.timers(), Optional.empty(), false);
    if (!contents.requireMember(actor.user()).rootKeyHash().equals(actor.rootKeyHash())) {
      throw notAllowed("the founder's own root key");
    }
    if (create.retention().isEmpty()) {
      return contents;
    }
    return retentionJoins(contents, time, create.retention().get(), statements);
  }

  static ConversationContents next(
      ConversationContents before, Actor actor, long time, LogAction action, Statements statements)
      throws ProtocolException {
    if (before.closed()) {
      throw notAllowed("the conversation is closed");
    }
    ConversationContents contents = before.next();
    Member member = contents.requireMember(actor.user());
    if (action instanceof LogAction.AcceptRoot accept && accept.user().equals(actor.user())) {
      return acceptOwnRoot(contents, member, actor, accept);
    }
    if (!member.rootKeyHash().equals(actor.rootKeyHash())) {
      throw notAllowed("a root key that the conversation has not accepted");
    }
    return switch (action) {
      case LogAction.Create _ -> throw notAllowed("only the first entry creates");
      case LogAction.Add add -> add(contents, member, add);
      case LogAction.Remove remove -> remove(contents, member, remove);
      case LogAction.Leave() -> leave(contents, member);
      case LogAction.SetRole set -> setRole(contents, member, set);
      case LogAction.SetTimers(Timers timers) -> {
        requireModeratorInRoom(contents, member);
        yield contents.withTimers(timers);
      }
      case LogAction.RetentionJoins(RetentionMember retention) ->
          retentionJoins(contents, time, retention, statements);
      case LogAction.RetentionLeaves(Hash32 statement) ->
          retentionLeaves(contents, statement, statements);
      case LogAction.AcceptRoot accept -> {
        requireModeratorInRoom(contents, member);
        yield acceptRoot(contents, accept);
      }
      case LogAction.Delete() -> delete(contents, member);
    };
  }

  private static ConversationContents add(
      ConversationContents contents, Member actor, LogAction.Add add) throws ProtocolException {
    requireNotDirect(contents);
    requireModeratorInRoom(contents, actor);
    requireDistinct(add.newcomers());
    List<Member> members = new ArrayList<>(contents.members());
    for (Newcomer newcomer : add.newcomers()) {
      boolean known =
          contents.member(newcomer.user()).isPresent()
              || contents.retention().filter(r -> r.user().equals(newcomer.user())).isPresent();
      if (known) {
        throw notAllowed("adds somebody who is there");
      }
      members.add(
          new Member(newcomer.user(), newcomer.rootKeyHash(), Role.MEMBER, contents.number()));
    }
    if (members.size() > WireLimits.MEMBERS_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "members");
    }
    return contents.withMembers(members);
  }

  private static ConversationContents remove(
      ConversationContents contents, Member actor, LogAction.Remove remove)
      throws ProtocolException {
    requireNotDirect(contents);
    requireModeratorInRoom(contents, actor);
    List<Member> members = new ArrayList<>(contents.members());
    for (UserId user : remove.users()) {
      if (user.equals(actor.user())) {
        throw notAllowed("who goes leaves");
      }
      members.remove(contents.requireMember(user));
    }
    return contents.withMembers(members);
  }

  private static ConversationContents leave(ConversationContents contents, Member actor)
      throws ProtocolException {
    requireNotDirect(contents);
    List<Member> members = new ArrayList<>(contents.members());
    members.remove(actor);
    if (members.isEmpty()) {
      return contents.withMembers(members).asClosed();
    }
    boolean leaderless =
        contents.kind() == ConversationKind.ROOM
            && members.stream().noneMatch(member -> member.role() == Role.MODERATOR);
    if (leaderless) {
      Member longest =
          members.stream()
              .min(Comparator.comparingLong(Member::joinedAt).thenComparing(Member::user))
              .orElseThrow();
      replace(members, longest, longest.withRole(Role.MODERATOR));
    }
    return contents.withMembers(members);
  }

  private static ConversationContents setRole(
      ConversationContents contents, Member actor, LogAction.SetRole set) throws ProtocolException {
    if (contents.kind() != ConversationKind.ROOM) {
      throw notAllowed("roles are for rooms");
    }
    requireModeratorInRoom(contents, actor);
    Member target = contents.requireMember(set.user());
    List<Member> members = new ArrayList<>(contents.members());
    replace(members, target, target.withRole(set.role()));
    boolean leaderless = members.stream().noneMatch(member -> member.role() == Role.MODERATOR);
    if (leaderless || target.role() == set.role()) {
      throw notAllowed("changes nothing, or takes the last moderator");
    }
    return contents.withMembers(members);
  }

  private static ConversationContents acceptOwnRoot(
      ConversationContents contents, Member member, Actor actor, LogAction.AcceptRoot accept)
      throws ProtocolException {
    boolean vouched =
        accept.rootKeyHash().equals(actor.rootKeyHash())
            && actor.vouchedRootKeyHash().equals(member.rootKeyHash());
    if (!vouched) {
      throw notAllowed("the old root key did not sign the new one");
    }
    return acceptRoot(contents, accept);
  }

  private static ConversationContents acceptRoot(
      ConversationContents contents, LogAction.AcceptRoot accept) throws ProtocolException {
    Member target = contents.requireMember(accept.user());
    if (target.rootKeyHash().equals(accept.rootKeyHash())) {
      throw notAllowed("changes nothing");
    }
    List<Member> members = new ArrayList<>(contents.members());
    replace(members, target, target.withRootKeyHash(accept.rootKeyHash()));
    return contents.withMembers(members);
  }

  private static ConversationContents delete(ConversationContents contents, Member actor)
      throws ProtocolException {
    boolean may =
        switch (contents.kind()) {
          case DIRECT -> false;
          case GROUP -> contents.members().size() == 1;
          case ROOM -> actor.role() == Role.MODERATOR;
        };
    if (!may) {
      throw notAllowed("delete");
    }
    return contents.asClosed();
  }

  private static ConversationContents retentionJoins(
      ConversationContents contents, long time, RetentionMember retention, Statements statements)
      throws ProtocolException {
    VerifiedStatement quoted = quoted(retention.statement(), statements);
    requireNotOlder(contents, quoted, statements);
    if (quoted.statement().isExpired(time)) {
      throw new ProtocolException(ProtocolError.RETENTION_MISMATCH, "a statement that is over");
    }
    boolean alreadySo = contents.retention().filter(retention::equals).isPresent();
    if (alreadySo
        || contents.member(retention.user()).isPresent()
        || !retention.isOrderedBy(quoted.statement(), contents.kind())) {
      throw new ProtocolException(ProtocolError.RETENTION_MISMATCH, "joins");
    }
    return contents.withRetention(Optional.of(retention));
  }

  private static ConversationContents retentionLeaves(
      ConversationContents contents, Hash32 statement, Statements statements)
      throws ProtocolException {
    VerifiedStatement quoted = quoted(statement, statements);
    requireNotOlder(contents, quoted, statements);
    boolean stillOrdered =
        contents
            .retention()
            .map(retention -> retention.isOrderedBy(quoted.statement(), contents.kind()))
            .orElse(true);
    if (stillOrdered) {
      throw new ProtocolException(ProtocolError.RETENTION_MISMATCH, "leaves");
    }
    return contents.withRetention(Optional.empty());
  }

  /// L-15: an old statement changes nothing that a newer one has ordered. One that this side does
  /// not know any more is older than all that it knows.
  private static void requireNotOlder(
      ConversationContents contents, VerifiedStatement quoted, Statements statements)
      throws ProtocolException {
    boolean older =
        contents
            .retention()
            .flatMap(retention -> statements.byHash(retention.statement()))
            .filter(held -> held.statement().version() > quoted.statement().version())
            .isPresent();
    if (older) {
      throw new ProtocolException(ProtocolError.RETENTION_MISMATCH, "an older statement");
    }
  }

  private static VerifiedStatement quoted(Hash32 hash, Statements statements)
      throws ProtocolException {
    return statements
        .byHash(hash)
        .orElseThrow(
            () -> new ProtocolException(ProtocolError.STATEMENT_UNKNOWN, "quoted by an entry"));
  }

  private static void requireNotDirect(ConversationContents contents) throws ProtocolException {
    if (contents.kind() == ConversationKind.DIRECT) {
      throw notAllowed("direct conversations keep their members");
    }
  }

  private static void requireModeratorInRoom(ConversationContents contents, Member actor)
      throws ProtocolException {
    if (contents.kind() == ConversationKind.ROOM && actor.role() != Role.MODERATOR) {
      throw notAllowed("moderators only");
    }
  }

  private static void requireDistinct(List<Newcomer> newcomers) throws ProtocolException {
    Set<UserId> users = new HashSet<>();
    for (Newcomer newcomer : newcomers) {
      if (!users.add(newcomer.user())) {
        throw notAllowed("one user twice");
      }
    }
  }

  private static void replace(List<Member> members, Member before, Member after) {
    members.set(members.indexOf(before), after);
  }

  private static ProtocolException notAllowed(String detail) {
    return new ProtocolException(ProtocolError.NOT_ALLOWED, detail);
  }
}
