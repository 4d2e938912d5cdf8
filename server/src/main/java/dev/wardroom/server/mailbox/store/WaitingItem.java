package dev.wardroom.server.mailbox.store;

import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import org.jspecify.annotations.Nullable;

/// A row of the mailbox as read back: one place in a conversation.
///
/// @param leases ids of the leases, 16 bytes each, in the order of their indexes; empty for entries
/// @param slots packed exchanges of the asked shard; empty when it has none
/// @param body fields 1 to 4 of a `MessageItem`, or a signed entry; empty when gone
/// @param expiresAt milliseconds since epoch; 0 = never
public record WaitingItem(
    long number,
    Kind kind,
    @Nullable MessageId messageId,
    @Nullable UserId senderUser,
    @Nullable DeviceId senderDevice,
    long sequence,
    long acceptedAt,
    long expiresAt,
    byte[] leases,
    byte[] slots,
    byte[] body) {
  /// What is at the place.
  public enum Kind {
    MESSAGE(1),
    ENTRY(2),
    EXPIRED(3),
    WITHDRAWN(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new dev.wardroom.server.kernel.Bug("a stored item is of an unknown kind");
    }
  }
}
