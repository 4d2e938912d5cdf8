package dev.wardroom.core.message;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.SignedMessage;
import java.util.List;

/// A message ready to send: stored and resent unchanged, or sealed again from scratch.
///
/// @param messageKey belongs to the caller: it goes into the sender's own [MessageItem], or is
///   closed at once
public record SealedMessage(
    SignedMessage message, List<ForDevice> exchanges, SecretBytes messageKey)
    implements AutoCloseable {
  /// One device's exchange.
  public record ForDevice(DeviceId device, Exchange exchange) {}

  public SealedMessage {
    exchanges = List.copyOf(exchanges);
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
