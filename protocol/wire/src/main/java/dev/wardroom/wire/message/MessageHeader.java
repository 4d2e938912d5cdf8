package dev.wardroom.wire.message;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Coded;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.List;

/// What everybody may read of a message. It is the associated data of the payload and part of the
/// digest, under whose label it is signed, so that it carries no label of its own; 274 bytes
/// without left-out devices.
///
/// ```
/// u8 1 || u8 lowest suite || message id 16 || conversation 32 || sender user 16 ||
/// sender device 16 || list hash 32 || u64 log number || log hash 32 || audience 32 ||
/// u16 n || n × left-out device 16 || u64 sequence || previous 32 || u64 sent-at || u32 ttl ||
/// u8 scope (1 conversation, 2 one user || user 16, 3 own devices) || u8 urgency || commitment 32
/// ```
///
/// @param lowestSuite the lowest of the message's exchanges
/// @param listHash the sender's device list
/// @param leftOut dormant devices of the scope, rising, at most 2,000
/// @param sequence this device's counter in this conversation, from 1
/// @param previous [MessageBindings#previous] of this device's message before; zero in the first
/// @param sentAt milliseconds since epoch
/// @param ttlSeconds 0 = none
/// @param commitment to the payload key
public record MessageHeader(
    Suite lowestSuite,
    MessageId id,
    ConversationId conversation,
    UserId senderUser,
    DeviceId senderDevice,
    Hash32 listHash,
    LogHead head,
    Hash32 audience,
    List<DeviceId> leftOut,
    long sequence,
    Hash32 previous,
    long sentAt,
    long ttlSeconds,
    MessageScope scope,
    Urgency urgency,
    Hash32 commitment) {
  private static final int FORMAT = 1;

  public MessageHeader {
    leftOut = leftOut.stream().sorted().distinct().toList();
    if (leftOut.size() > WireLimits.CONVERSATION_DEVICES_MAX
        || sequence < 1
        || (sequence == 1) != previous.isZero()) {
      throw new IllegalArgumentException(
          "sequences start at 1, and only the first has none before");
    }
  }

  /// Throws MALFORMED, TOO_LARGE, UNSUPPORTED_VERSION or UNSUPPORTED_SUITE.
  public static MessageHeader decode(byte[] input) throws ProtocolException {
    if (input.length > WireLimits.HEADER_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "header");
    }
    CanonicalReader reader = new CanonicalReader(input).version(FORMAT);
    Suite suite = Suite.read(reader);
    MessageId id = MessageId.read(reader);
    ConversationId conversation = ConversationId.read(reader);
    UserId user = UserId.read(reader);
    DeviceId device = DeviceId.read(reader);
    Hash32 listHash = Hash32.read(reader);
    LogHead head = LogHead.read(reader);
    Hash32 audience = Hash32.read(reader);
    List<DeviceId> leftOut = readLeftOut(reader);
    long sequence = positive(reader.u64());
    Hash32 previous = Hash32.read(reader);
    if ((sequence == 1) != previous.isZero()) {
      throw new ProtocolException(ProtocolError.MALFORMED, "sequence and previous");
    }
    long sentAt = reader.u64();
    long ttl = reader.u32();
    MessageScope scope = MessageScope.read(reader);
    Urgency urgency = Coded.of(Urgency.values(), reader.u8());
    Hash32 commitment = Hash32.read(reader);
    reader.end();
    return new MessageHeader(
        suite,
        id,
        conversation,
        user,
        device,
        listHash,
        head,
        audience,
        leftOut,
        sequence,
        previous,
        sentAt,
        ttl,
        scope,
        urgency,
        commitment);
  }

  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(320 + 16 * leftOut.size()).u8(FORMAT);
    writer.u8(lowestSuite.code()).fixed(id.bytes()).fixed(conversation.bytes());
    writer.fixed(senderUser.bytes()).fixed(senderDevice.bytes()).fixed(listHash.bytes());
    head.write(writer);
    writer.fixed(audience.bytes()).u16(leftOut.size());
    leftOut.forEach(device -> writer.fixed(device.bytes()));
    writer.u64(sequence).fixed(previous.bytes()).u64(sentAt).u32(ttlSeconds);
    scope.write(writer);
    return writer.u8(urgency.code()).fixed(commitment.bytes()).toArray();
  }

  private static List<DeviceId> readLeftOut(CanonicalReader reader) throws ProtocolException {
    int count = reader.count(WireLimits.CONVERSATION_DEVICES_MAX);
    List<DeviceId> leftOut = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DeviceId device = DeviceId.read(reader);
      if (i > 0 && leftOut.getLast().compareTo(device) >= 0) {
        throw new ProtocolException(ProtocolError.MALFORMED, "left-out devices do not rise");
      }
      leftOut.add(device);
    }
    return leftOut;
  }

  static long positive(long value) throws ProtocolException {
    if (value < 1) {
      throw new ProtocolException(ProtocolError.MALFORMED, "counts from 1");
    }
    return value;
  }
}
