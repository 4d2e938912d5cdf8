package dev.wardroom.core.message;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.Optional;
import java.util.Set;

/// An opened message, and what the caller saves with it in one transaction: content, the id as
/// seen, the lease record, the prekey's binding; then, by `PrekeyLife`, the prekey goes.
///
/// @param content as the sender serialised it
/// @param leaseRecordBytes to keep until the lease's prekey goes
/// @param binding to save; empty for a standing prekey
/// @param messageKey belongs to the caller: it goes into [#toItem], or is closed
public record OpenedMessage(
    SignedMessage message,
    byte[] content,
    Set<MessageNotice> notices,
    LeaseRecord leaseRecord,
    Bytes leaseRecordBytes,
    Optional<PrekeyBinding> binding,
    SecretBytes messageKey)
    implements AutoCloseable {
  public OpenedMessage {
    notices = Set.copyOf(notices);
  }

  public MessageHeader header() {
    return message.header();
  }

  /// Takes the key over.
  public MessageItem toItem() {
    return new MessageItem(message, messageKey);
  }

  @Override
  public void close() {
    messageKey.close();
  }
}
