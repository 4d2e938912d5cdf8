package dev.wardroom.wire.network;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Coded;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.UserId;

/// Retention as a network statement orders it: who keeps a copy, of what, and what happens when it
/// cannot keep up.
///
/// @param user the retention process, an ordinary user with devices of its own
/// @param rootKeyHash of that user, so that the server cannot put another in its place
public record RetentionRule(
    UserId user, Hash32 rootKeyHash, Scope scope, BacklogPolicy backlogPolicy) {
  /// Which conversations are kept.
  public enum Scope implements Coded {
    ALL(1),
    GROUPS_AND_ROOMS(2),
    ROOMS(3);

    private final int code;

    Scope(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /// What a full backlog of the retention process means for senders.
  public enum BacklogPolicy implements Coded {
    STOP_SENDING(1),
    /// Sending goes on unarchived, and that is shown.
    SEND_UNARCHIVED(2);

    private final int code;

    BacklogPolicy(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  static RetentionRule read(CanonicalReader reader) throws ProtocolException {
    return new RetentionRule(
        UserId.read(reader),
        Hash32.read(reader),
        Coded.of(Scope.values(), reader.u8()),
        Coded.of(BacklogPolicy.values(), reader.u8()));
  }

  void write(CanonicalWriter writer) {
    writer.fixed(user.bytes()).fixed(rootKeyHash.bytes());
    writer.u8(scope.code()).u8(backlogPolicy.code());
  }
}
