package dev.wardroom.server.mailbox.sending;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.message.MessageHeader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A send, parsed at the door and well formed by itself. Whether it fits its conversation is not
/// known yet.
///
/// @param body what all recipients get alike: fields 1 to 4 of a `MessageItem`, ready to be sent on
public record Parcel(
    Audience.Name name,
    MessageHeader header,
    byte[] digest,
    long epoch,
    List<LeaseId> leases,
    Exchanges exchanges,
    SentRecords records,
    byte[] body) {

  /// Refuses what is not well formed, and a header that names another sender than the caller.
  public static Parcel of(Caller caller, SendRequest request) {
    MessageHeader header;
    List<LeaseId> leases = new ArrayList<>(request.getLeaseIdsCount());
    try {
      header = MessageHeader.decode(request.getHeader().toByteArray());
      for (ByteString lease : request.getLeaseIdsList()) {
        leases.add(LeaseId.fromWire(lease.toByteArray()));
      }
    } catch (ProtocolException broken) {
      throw malformed("The message's header is not well formed.");
    }
    if (!header.senderUser().equals(caller.user())
        || !header.senderDevice().equals(caller.device())) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "The message names another device as its sender than yours.");
    }
    if (new HashSet<>(leases).size() != leases.size()) {
      throw malformed("A lease is named twice.");
    }
    if (header.ttlSeconds() > MailboxLimits.TTL_SECONDS_MAX) {
      throw new Refusal(Reason.REASON_LIMIT_REACHED, "A message lives for a year at most.");
    }
    return new Parcel(
        caller.name(header.conversation()),
        header,
        request.getDigest().toByteArray(),
        request.getAudienceEpoch(),
        List.copyOf(leases),
        Exchanges.parse(request.getExchanges().toByteArray(), leases.size()),
        SentRecords.of(request.getLeaseRecordsList()),
        body(request));
  }

  /// Records for the exchanges of one lease that are not among those recorded already.
  SortedMap<Integer, byte[]> freshRecords(int leaseIndex, BitSet recorded) {
    if (records.bytes().isEmpty()) {
      return Collections.emptySortedMap();
    }
    SortedMap<Integer, byte[]> fresh = new TreeMap<>(records.bytes());
    BitSet slots = exchanges.slotsOf(leaseIndex);
    slots.andNot(recorded);
    fresh.keySet().removeIf(slot -> !slots.get(slot));
    return fresh;
  }

  private static byte[] body(SendRequest request) {
    return MessageItem.newBuilder()
        .setHeader(request.getHeader())
        .setEphemeralKey(request.getEphemeralKey())
        .setPayload(request.getPayload())
        .setSignature(request.getSignature())
        .build()
        .toByteArray();
  }

  public static Refusal malformed(String text) {
    return new Refusal(Reason.REASON_MALFORMED, text);
  }
}
