package dev.wardroom.core.message;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.Set;

/// A message whose sender, place and signature were checked (checks M-02 to M-13). Only
/// [MessageOpener#verify] makes one. Still encrypted.
public final class VerifiedMessage {
  private final ReceivedMessage received;
  private final LeaseRecord record;
  private final Bytes recordBytes;
  private final ReceiverState.StoredPrekey prekey;
  private final Set<MessageNotice> notices;

  VerifiedMessage(
      ReceivedMessage received,
      LeaseRecord record,
      Bytes recordBytes,
      ReceiverState.StoredPrekey prekey,
      Set<MessageNotice> notices) {
    this.received = received;
    this.record = record;
    this.recordBytes = recordBytes;
    this.prekey = prekey;
    this.notices = Set.copyOf(notices);
  }

  public MessageHeader header() {
    return received.message().header();
  }

  public SignedMessage message() {
    return received.message();
  }

  public LeaseRecord leaseRecord() {
    return record;
  }

  public Set<MessageNotice> notices() {
    return notices;
  }

  ReceivedMessage received() {
    return received;
  }

  Bytes recordBytes() {
    return recordBytes;
  }

  ReceiverState.StoredPrekey prekey() {
    return prekey;
  }
}
