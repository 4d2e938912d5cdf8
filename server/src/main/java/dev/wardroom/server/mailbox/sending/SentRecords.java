package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.mailbox.store.Lease;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The lease records that came with a send, by device slot, parsed at the door.
///
/// @param bytes as they were sent and will be delivered
/// @param parsed the same, read
record SentRecords(SortedMap<Integer, byte[]> bytes, SortedMap<Integer, LeaseRecord> parsed) {
  private static final SentRecords NONE =
      new SentRecords(Collections.emptySortedMap(), Collections.emptySortedMap());

  /// Refuses a record that is not well formed, and two of one slot.
  static SentRecords of(List<dev.wardroom.schema.v1.LeaseRecord> sent) {
    if (sent.isEmpty()) {
      return NONE;
    }
    SortedMap<Integer, byte[]> bytes = new TreeMap<>();
    SortedMap<Integer, LeaseRecord> parsed = new TreeMap<>();
    for (dev.wardroom.schema.v1.LeaseRecord each : sent) {
      byte[] record = each.getRecord().toByteArray();
      try {
        parsed.put(each.getSlot(), LeaseRecord.decode(record));
      } catch (ProtocolException broken) {
        throw Parcel.malformed("A lease record is not well formed.");
      }
      if (bytes.put(each.getSlot(), record) != null) {
        throw Parcel.malformed("A device has two lease records.");
      }
    }
    return new SentRecords(bytes, parsed);
  }

  /// Whether the record of a slot says what the claim gave.
  ///
  /// @param recipient whose slot it is; absent when the device has just been removed
  boolean fits(
      int slot, Parcel parcel, LeaseId id, Lease lease, Optional<Audience.Place> recipient) {
    LeaseRecord record = parsed.get(slot);
    if (record == null) {
      return false;
    }
    MessageHeader header = parcel.header();
    boolean sameSender =
        record.network().equals(parcel.name().network())
            && record.conversation().equals(parcel.name().conversation())
            && record.senderUser().equals(header.senderUser())
            && record.senderDevice().equals(header.senderDevice());
    boolean sameRecipient =
        recipient.isEmpty()
            || (record.recipientUser().equals(recipient.get().user())
                && record.recipientDevice().equals(recipient.get().device()));
    boolean sameLease =
        record.lease().equals(id)
            && record.kind() == (lease.isOneMessage() ? LeaseKind.ONE_MESSAGE : LeaseKind.HOUR)
            && record.endsAt() == lease.endsAt();
    return sameSender
        && sameRecipient
        && sameLease
        && lease.gave(record.recipientDevice(), record.prekey());
  }
}
