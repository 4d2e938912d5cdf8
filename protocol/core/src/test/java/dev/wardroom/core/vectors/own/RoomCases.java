package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.log.Role;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.network.RetentionRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Who may do what: roles and moderators, direct conversations, and retention in the log.
final class RoomCases {
  private static final String OP = "conversation log";
  private static final ProtocolError NOT_ALLOWED = ProtocolError.NOT_ALLOWED;

  private final RandomSource random;

  RoomCases(RandomSource random) {
    this.random = random;
  }

  void write(Path folder) throws IOException, ProtocolException {
    VectorFile rooms = new VectorFile("log-roles.json", "Roles in rooms, groups, two people");
    rooms(rooms);
    others(rooms);
    rooms.write(folder);
    VectorFile retention = new VectorFile("log-retention.json", "Retention in statements and log");
    retention(retention);
    refusedRetention(retention);
    retention.write(folder);
  }

  private VectorWorld world(ConversationKind kind) throws ProtocolException {
    VectorWorld world = new VectorWorld(random);
    world.begin(kind, Optional.empty());
    return world;
  }

  private void rooms(VectorFile file) throws ProtocolException {
    VectorWorld world = world(ConversationKind.ROOM);
    file.good("a room, its founder is moderator", OP, world.log());
    LogAction.SetRole up = new LogAction.SetRole(world.sender.user, Role.MODERATOR);
    LogAction.Remove remove = new LogAction.Remove(List.of(world.reader.user));
    LogAction.Add add = new LogAction.Add(List.of(VectorWorld.newcomer(world.archive)));
    LogAction.SetTimers timers = new LogAction.SetTimers(new Timers(3600, 0));
    for (LogAction action : List.of(up, remove, add, timers, new LogAction.Delete())) {
      String name = action.getClass().getSimpleName();
      file.refused("by a member: " + name, OP, world.logWith(world.sender, action), NOT_ALLOWED);
    }
    LogAction.SetRole last = new LogAction.SetRole(world.founder.user, Role.MEMBER);
    file.refused("the last moderator's role", OP, world.logWith(world.founder, last), NOT_ALLOWED);
    LogAction.SetRole same = new LogAction.SetRole(world.reader.user, Role.MEMBER);
    file.refused(
        "a role that changes nothing", OP, world.logWith(world.founder, same), NOT_ALLOWED);
    LogAction.SetRole outsider = new LogAction.SetRole(world.archive.user, Role.MODERATOR);
    file.refused(
        "the role of nobody here",
        OP,
        world.logWith(world.founder, outsider),
        ProtocolError.NOT_A_MEMBER);
    file.refused(
        "by an outsider", OP, world.logWith(world.archive, timers), ProtocolError.NOT_A_MEMBER);
    LogAction.Remove self = new LogAction.Remove(List.of(world.founder.user));
    file.refused("who goes leaves", OP, world.logWith(world.founder, self), NOT_ALLOWED);
    LogAction.Add known = new LogAction.Add(List.of(VectorWorld.newcomer(world.reader)));
    file.refused(
        "adds somebody who is there", OP, world.logWith(world.founder, known), NOT_ALLOWED);
    world.then(world.founder, up);
    world.then(world.sender, add);
    world.then(world.sender, last);
    file.good("two moderators, then another one", OP, world.log());
    world.then(world.sender, new LogAction.Leave());
    file.good("the longest-standing member becomes moderator", OP, world.log());
    VectorPerson heir =
        world.founder.user.compareTo(world.reader.user) < 0 ? world.founder : world.reader;
    world.then(heir, new LogAction.Delete());
    file.good("deleted by a moderator", OP, world.log());
    file.refused("after the end", OP, world.logWith(heir, timers), NOT_ALLOWED);
  }

  private void others(VectorFile file) throws ProtocolException {
    VectorWorld group = world(ConversationKind.GROUP);
    LogAction.SetRole role = new LogAction.SetRole(group.sender.user, Role.MODERATOR);
    file.refused("a role in a group", OP, group.logWith(group.founder, role), NOT_ALLOWED);
    VectorWorld direct = new VectorWorld(random);
    direct.begin(ConversationKind.GROUP, Optional.empty());
    LogAction.Create three = direct.create(ConversationKind.DIRECT, Optional.empty());
    LogAction.Create two =
        new LogAction.Create(
            ConversationKind.DIRECT,
            Bytes.wrap(random.bytes(16)),
            List.of(VectorWorld.newcomer(direct.founder), VectorWorld.newcomer(direct.sender)),
            Timers.NONE,
            Optional.empty());
    file.refused("a direct conversation of three", OP, direct.logOf(three), NOT_ALLOWED);
    direct.restart(two);
    file.good("a direct conversation", OP, direct.log());
    LogAction.Add add = new LogAction.Add(List.of(VectorWorld.newcomer(direct.reader)));
    LogAction.Remove remove = new LogAction.Remove(List.of(direct.sender.user));
    for (LogAction action : List.of(add, remove, new LogAction.Leave(), new LogAction.Delete())) {
      String name = action.getClass().getSimpleName();
      file.refused(
          "of two people: " + name, OP, direct.logWith(direct.founder, action), NOT_ALLOWED);
    }
  }

  private void retention(VectorFile file) throws ProtocolException {
    for (RetentionRule.Scope scope : RetentionRule.Scope.values()) {
      for (ConversationKind kind : List.of(ConversationKind.GROUP, ConversationKind.ROOM)) {
        VectorWorld world = world(kind);
        RetentionMember archive = world.retention(world.state(Optional.of(scope)));
        LogAction.RetentionJoins joins = new LogAction.RetentionJoins(archive);
        String name = "scope " + scope.code() + " in kind " + kind.code();
        if (scope == RetentionRule.Scope.ROOMS && kind == ConversationKind.GROUP) {
          file.refused(
              name, OP, world.logWith(world.reader, joins), ProtocolError.RETENTION_MISMATCH);
        } else {
          world.then(world.reader, joins);
          file.good(name, OP, world.log());
        }
      }
    }
    VectorWorld born = new VectorWorld(random);
    RetentionMember archive = born.retention(born.state(Optional.of(RetentionRule.Scope.ALL)));
    born.begin(ConversationKind.GROUP, Optional.of(archive));
    file.good("retention from the beginning", OP, born.log());
    file.refused(
        "taken out while the statement orders it",
        OP,
        born.logWith(born.reader, new LogAction.RetentionLeaves(archive.statement())),
        ProtocolError.RETENTION_MISMATCH);
    file.refused(
        "joins a second time",
        OP,
        born.logWith(born.reader, new LogAction.RetentionJoins(archive)),
        ProtocolError.RETENTION_MISMATCH);
    LogAction.Add add = new LogAction.Add(List.of(VectorWorld.newcomer(born.archive)));
    file.refused("retention is no member", OP, born.logWith(born.founder, add), NOT_ALLOWED);
    Hash32 without = born.state(Optional.empty());
    born.then(born.reader, new LogAction.RetentionLeaves(without));
    file.good("taken out by a statement without it", OP, born.log());
    file.refused(
        "taken out when it is not there",
        OP,
        born.logWith(born.reader, new LogAction.RetentionLeaves(without)),
        ProtocolError.RETENTION_MISMATCH);
  }

  private void refusedRetention(VectorFile file) throws ProtocolException {
    VectorWorld world = world(ConversationKind.GROUP);
    Hash32 statement = world.state(Optional.of(RetentionRule.Scope.ALL));
    RetentionMember archive = world.retention(statement);
    RetentionMember otherUser =
        new RetentionMember(UserId.of(random.bytes(16)), archive.rootKeyHash(), statement);
    RetentionMember otherKey =
        new RetentionMember(archive.user(), Hash32.cut(new byte[] {1}), statement);
    RetentionMember unknown =
        new RetentionMember(archive.user(), archive.rootKeyHash(), Hash32.cut(new byte[] {2}));
    ProtocolError mismatch = ProtocolError.RETENTION_MISMATCH;
    file.refused("another user", OP, joined(world, otherUser), mismatch);
    file.refused("another root key", OP, joined(world, otherKey), mismatch);
    file.refused(
        "a statement that nobody made",
        OP,
        joined(world, unknown),
        ProtocolError.STATEMENT_UNKNOWN);
    file.refused(
        "from the beginning, on no statement",
        OP,
        world.logOf(world.create(ConversationKind.GROUP, Optional.of(unknown))),
        ProtocolError.STATEMENT_UNKNOWN);
    Hash32 off = world.state(Optional.empty());
    file.refused(
        "a statement without retention",
        OP,
        joined(world, new RetentionMember(archive.user(), archive.rootKeyHash(), off)),
        mismatch);
  }

  private static ObjectNode joined(VectorWorld world, RetentionMember retention) {
    return world.logWith(world.founder, new LogAction.RetentionJoins(retention));
  }
}
