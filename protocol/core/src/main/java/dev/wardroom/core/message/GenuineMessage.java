package dev.wardroom.core.message;

import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import java.util.Set;

/// A message whose sender, place and signature were checked (M-02, M-08 to M-13), whatever becomes
/// of its lease. Only [MessageOpener] makes one. It need not be readable here: it may stand for
/// itself as a message that could not be opened, and may be asked for.
public final class GenuineMessage {
  private final SignedMessage message;
  private final Set<MessageNotice> notices;

  GenuineMessage(SignedMessage message, Set<MessageNotice> notices) {
    this.message = message;
    this.notices = Set.copyOf(notices);
  }

  public SignedMessage message() {
    return message;
  }

  public MessageHeader header() {
    return message.header();
  }

  public Set<MessageNotice> notices() {
    return notices;
  }
}
