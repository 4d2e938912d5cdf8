package dev.wardroom.wire.log;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.LogHead;

/// One entry of a conversation's log, as its actor's device signs it.
///
/// ```
/// label || u8 1 || network 16 || conversation 32 (zero in the first) || u64 number ||
/// previous 32 (zero in the first) || actor user 16 || actor device 16 || list hash 32 ||
/// u64 time || action || resulting state hash 32
/// ```
///
/// @param number log number, from 1; not the position among the messages
/// @param time milliseconds since epoch by the actor's clock
/// @param stateHash hash of the state after this entry
public record LogEntry(
    NetworkId network,
    ConversationId conversation,
    long number,
    Hash32 previous,
    UserId actorUser,
    DeviceId actorDevice,
    Hash32 actorListHash,
    long time,
    LogAction action,
    Hash32 stateHash) {
  private static final int FORMAT = 1;

  public LogEntry {
    String broken = brokenRule(conversation, number, previous, action);
    if (!broken.isEmpty() || time < 0) {
      throw new IllegalArgumentException(broken);
    }
  }

  /// Throws MALFORMED, TOO_LARGE or UNSUPPORTED_VERSION. Verifies no signature.
  public static LogEntry decode(byte[] body) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(body);
    reader.label(Labels.LOG_ENTRY).version(FORMAT);
    NetworkId network = NetworkId.read(reader);
    ConversationId conversation = ConversationId.read(reader);
    long number = reader.u64();
    Hash32 previous = Hash32.read(reader);
    UserId user = UserId.read(reader);
    DeviceId device = DeviceId.read(reader);
    Hash32 listHash = Hash32.read(reader);
    long time = reader.u64();
    LogAction action = LogActionCodec.read(reader);
    Hash32 stateHash = Hash32.read(reader);
    reader.end();
    String broken = brokenRule(conversation, number, previous, action);
    if (!broken.isEmpty()) {
      throw new ProtocolException(ProtocolError.MALFORMED, broken);
    }
    return new LogEntry(
        network, conversation, number, previous, user, device, listHash, time, action, stateHash);
  }

  /// The bytes that the device signs.
  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(512).label(Labels.LOG_ENTRY).u8(FORMAT);
    writer.fixed(network.bytes()).fixed(conversation.bytes()).u64(number).fixed(previous.bytes());
    writer.fixed(actorUser.bytes()).fixed(actorDevice.bytes()).fixed(actorListHash.bytes());
    writer.u64(time);
    LogActionCodec.write(writer, action);
    return writer.fixed(stateHash.bytes()).toArray();
  }

  public Hash32 hash() {
    return Hash32.of(Labels.LOG_ENTRY_HASH, encode());
  }

  public LogHead head() {
    return new LogHead(number, hash());
  }

  /// The conversation that the entry belongs to: the first entry's own hash gives its id.
  public ConversationId conversationId() {
    return number == 1
        ? new ConversationId(Hash32.of(Labels.CONVERSATION_ID, encode()).bytes())
        : conversation;
  }

  /// Whether this entry makes the user a member: a new member's history starts here.
  public boolean adds(UserId user) {
    return switch (action) {
      case LogAction.Create create ->
          create.members().stream().anyMatch(member -> member.user().equals(user));
      case LogAction.Add add ->
          add.newcomers().stream().anyMatch(newcomer -> newcomer.user().equals(user));
      case LogAction.RetentionJoins joins -> joins.retention().user().equals(user);
      case LogAction.Remove _,
          LogAction.Leave _,
          LogAction.SetRole _,
          LogAction.SetTimers _,
          LogAction.RetentionLeaves _,
          LogAction.AcceptRoot _,
          LogAction.Delete _ ->
          false;
    };
  }

  private static String brokenRule(
      ConversationId conversation, long number, Hash32 previous, LogAction action) {
    boolean first = number == 1;
    if (number < 1
        || first != conversation.isZero()
        || first != previous.isZero()
        || first != (action instanceof LogAction.Create)) {
      return "the first entry, and no other, creates, and names no conversation and none before";
    }
    return "";
  }
}
