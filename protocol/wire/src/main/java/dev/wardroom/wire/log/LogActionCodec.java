package dev.wardroom.wire.log;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Coded;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Bytes of the actions: one code byte and the fields.
///
/// ```
/// 1 create           u8 kind (1 direct, 2 group, 3 room) || nonce 16 || newcomers || timers ||
///                    u8 retention (0, 1) [|| retention]
/// 2 add              newcomers
/// 3 remove           u16 n || n × user 16
/// 4 leave
/// 5 set role         user 16 || u8 role (1 member, 2 moderator)
/// 6 set timers       timers
/// 7 retention joins  retention
/// 8 retention leaves statement hash 32
/// 9 accept root      user 16 || root key hash 32
/// 10 delete
/// newcomers = u16 n || n × (user 16 || root key hash 32), users rising strictly
/// timers = u32 ttl || u32 burn     retention = user 16 || root key hash 32 || statement hash 32
/// ```
final class LogActionCodec {
  private LogActionCodec() {}

  static void write(CanonicalWriter writer, LogAction action) {
    switch (action) {
      case LogAction.Create create -> writeCreate(writer.u8(1), create);
      case LogAction.Add add -> writeNewcomers(writer.u8(2), add.newcomers());
      case LogAction.Remove remove -> {
        writer.u8(3).u16(remove.users().size());
        remove.users().forEach(user -> writer.fixed(user.bytes()));
      }
      case LogAction.Leave() -> writer.u8(4);
      case LogAction.SetRole(UserId user, Role role) ->
          writer.u8(5).fixed(user.bytes()).u8(role.code());
      case LogAction.SetTimers(Timers timers) -> writeTimers(writer.u8(6), timers);
      case LogAction.RetentionJoins(RetentionMember retention) ->
          writeRetention(writer.u8(7), retention);
      case LogAction.RetentionLeaves(Hash32 statement) -> writer.u8(8).fixed(statement.bytes());
      case LogAction.AcceptRoot(UserId user, Hash32 root) ->
          writer.u8(9).fixed(user.bytes()).fixed(root.bytes());
      case LogAction.Delete() -> writer.u8(10);
    }
  }

  static LogAction read(CanonicalReader reader) throws ProtocolException {
    return switch (reader.u8()) {
      case 1 -> readCreate(reader);
      case 2 -> new LogAction.Add(readNewcomers(reader));
      case 3 -> new LogAction.Remove(readUsers(reader));
      case 4 -> new LogAction.Leave();
      case 5 -> new LogAction.SetRole(UserId.read(reader), readRole(reader));
      case 6 -> new LogAction.SetTimers(readTimers(reader));
      case 7 -> new LogAction.RetentionJoins(readRetention(reader));
      case 8 -> new LogAction.RetentionLeaves(Hash32.read(reader));
      case 9 -> new LogAction.AcceptRoot(UserId.read(reader), Hash32.read(reader));
      case 10 -> new LogAction.Delete();
      default -> throw malformed("action");
    };
  }

  static void writeTimers(CanonicalWriter writer, Timers timers) {
    writer.u32(timers.ttlSeconds()).u32(timers.burnSeconds());
  }

  static Timers readTimers(CanonicalReader reader) throws ProtocolException {
    return new Timers(reader.u32(), reader.u32());
  }

  static void writeOptionalRetention(CanonicalWriter writer, Optional<RetentionMember> retention) {
    writer.bool(retention.isPresent());
    retention.ifPresent(member -> writeRetention(writer, member));
  }

  static Optional<RetentionMember> readOptionalRetention(CanonicalReader reader)
      throws ProtocolException {
    return reader.bool() ? Optional.of(readRetention(reader)) : Optional.empty();
  }

  static ConversationKind readKind(CanonicalReader reader) throws ProtocolException {
    return Coded.of(ConversationKind.values(), reader.u8());
  }

  static Role readRole(CanonicalReader reader) throws ProtocolException {
    return Coded.of(Role.values(), reader.u8());
  }

  private static void writeCreate(CanonicalWriter writer, LogAction.Create create) {
    writer.u8(create.kind().code()).fixed(create.nonce());
    writeNewcomers(writer, create.members());
    writeTimers(writer, create.timers());
    writeOptionalRetention(writer, create.retention());
  }

  private static LogAction readCreate(CanonicalReader reader) throws ProtocolException {
    ConversationKind kind = readKind(reader);
    Bytes nonce = reader.fixed(LogAction.Create.NONCE_LENGTH);
    List<Newcomer> members = readNewcomers(reader);
    Timers timers = readTimers(reader);
    return new LogAction.Create(kind, nonce, members, timers, readOptionalRetention(reader));
  }

  private static void writeRetention(CanonicalWriter writer, RetentionMember retention) {
    writer.fixed(retention.user().bytes());
    writer.fixed(retention.rootKeyHash().bytes()).fixed(retention.statement().bytes());
  }

  private static RetentionMember readRetention(CanonicalReader reader) throws ProtocolException {
    return new RetentionMember(UserId.read(reader), Hash32.read(reader), Hash32.read(reader));
  }

  private static void writeNewcomers(CanonicalWriter writer, List<Newcomer> newcomers) {
    writer.u16(newcomers.size());
    for (Newcomer newcomer : newcomers) {
      writer.fixed(newcomer.user().bytes()).fixed(newcomer.rootKeyHash().bytes());
    }
  }

  private static List<Newcomer> readNewcomers(CanonicalReader reader) throws ProtocolException {
    List<Newcomer> newcomers = new ArrayList<>();
    for (int i = readCount(reader); i > 0; i--) {
      newcomers.add(new Newcomer(UserId.read(reader), Hash32.read(reader)));
    }
    requireRising(newcomers.stream().map(Newcomer::user).toList());
    return newcomers;
  }

  private static List<UserId> readUsers(CanonicalReader reader) throws ProtocolException {
    List<UserId> users = new ArrayList<>();
    for (int i = readCount(reader); i > 0; i--) {
      users.add(UserId.read(reader));
    }
    requireRising(users);
    return users;
  }

  private static int readCount(CanonicalReader reader) throws ProtocolException {
    int count = reader.count(WireLimits.MEMBERS_PER_ENTRY_MAX);
    if (count == 0) {
      throw malformed("an entry that names nobody");
    }
    return count;
  }

  private static void requireRising(List<UserId> users) throws ProtocolException {
    for (int i = 1; i < users.size(); i++) {
      if (users.get(i - 1).compareTo(users.get(i)) >= 0) {
        throw malformed("users do not rise");
      }
    }
  }

  private static ProtocolException malformed(String detail) {
    return new ProtocolException(ProtocolError.MALFORMED, detail);
  }
}
