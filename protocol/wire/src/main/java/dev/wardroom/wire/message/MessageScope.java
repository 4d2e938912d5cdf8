package dev.wardroom.wire.message;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.UserId;

/// Whom a message is for. Completeness and audience are checked against it; a retention user of the
/// conversation belongs to every scope.
public sealed interface MessageScope {
  /// All members, and the sender's own other devices.
  record Conversation() implements MessageScope {}

  /// One member, and the sender's own other devices.
  record OneUser(UserId user) implements MessageScope {}

  /// The sender's own other devices only.
  record OwnDevices() implements MessageScope {}

  static MessageScope conversation() {
    return new Conversation();
  }

  static MessageScope read(CanonicalReader reader) throws ProtocolException {
    return switch (reader.u8()) {
      case 1 -> new Conversation();
      case 2 -> new OneUser(UserId.read(reader));
      case 3 -> new OwnDevices();
      default -> throw new ProtocolException(ProtocolError.MALFORMED, "scope");
    };
  }

  default void write(CanonicalWriter writer) {
    switch (this) {
      case Conversation() -> writer.u8(1);
      case OneUser(UserId user) -> writer.u8(2).fixed(user.bytes());
      case OwnDevices() -> writer.u8(3);
    }
  }

  /// Whether a member is meant, the retention user aside.
  default boolean includes(UserId user, UserId sender) {
    return switch (this) {
      case Conversation() -> true;
      case OneUser(UserId one) -> user.equals(one) || user.equals(sender);
      case OwnDevices() -> user.equals(sender);
    };
  }
}
