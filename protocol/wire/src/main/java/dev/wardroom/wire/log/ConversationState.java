package dev.wardroom.wire.log;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.LogHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a conversation's log adds up to. Server and clients apply every entry to it; an entry that
/// breaks a rule, or names another resulting state, is refused and changes nothing (checks L-05 to
/// L-12).
///
/// ```
/// label || u8 1 || network 16 || u8 kind || u64 number || u32 ttl || u32 burn || u8 closed ||
/// u8 retention (0, 1) [|| user 16 || root key hash 32 || statement hash 32] ||
/// u16 n || n × (user 16 || root key hash 32 || u8 role || u64 joined-at), users rising
/// ```
///
/// The bytes do not hold conversation id and head: both depend on the entry that names their hash.
/// Immutable.
public record ConversationState(
    ConversationId id, LogHead head, NetworkId network, ConversationContents contents) {
  private static final int FORMAT = 1;

  /// The state after a first entry.
  public static ConversationState first(VerifiedLogEntry verified, Statements statements)
      throws ProtocolException {
    LogEntry entry = verified.entry();
    if (!(entry.action() instanceof LogAction.Create create)) {
      throw new ProtocolException(ProtocolError.HEAD_UNKNOWN, "not a first entry");
    }
    ConversationContents contents =
        LogRules.create(verified.actor(), entry.time(), create, statements);
    return checked(entry.conversationId(), verified, contents);
  }

  /// A new member's start: the state bytes whose hash the entry names (the entry that added the
  /// member, which the caller checks by [LogEntry#adds]). Throws STATE_MISMATCH, and what parsing
  /// throws when the entry itself names the hash of something else.
  public static ConversationState decode(VerifiedLogEntry verified, byte[] stateBytes)
      throws ProtocolException {
    LogEntry entry = verified.entry();
    if (stateBytes.length > WireLimits.STATE_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "conversation state");
    }
    if (!Hash32.of(Labels.CONVERSATION_STATE_HASH, stateBytes).equals(entry.stateHash())) {
      throw new ProtocolException(ProtocolError.STATE_MISMATCH, "not the entry's state");
    }
    ConversationState state = parse(entry.conversationId(), verified.head(), stateBytes);
    if (state.contents.number() != entry.number() || !state.network.equals(entry.network())) {
      throw new ProtocolException(ProtocolError.STATE_MISMATCH, "state of another entry");
    }
    return checked(entry.conversationId(), verified, state.contents);
  }

  /// A state that this program computed before and kept where nobody else writes: no hash is
  /// compared. Throws MALFORMED, TOO_LARGE or UNSUPPORTED_VERSION when the bytes were damaged.
  public static ConversationState fromOwnStore(ConversationId id, LogHead head, byte[] stateBytes)
      throws ProtocolException {
    return parse(id, head, stateBytes);
  }

  private static ConversationState parse(ConversationId id, LogHead head, byte[] stateBytes)
      throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(stateBytes);
    reader.label(Labels.CONVERSATION_STATE).version(FORMAT);
    NetworkId network = NetworkId.read(reader);
    ConversationKind kind = LogActionCodec.readKind(reader);
    long number = reader.u64();
    Timers timers = LogActionCodec.readTimers(reader);
    boolean closed = reader.bool();
    Optional<RetentionMember> retention = LogActionCodec.readOptionalRetention(reader);
    List<Member> members = new ArrayList<>();
    for (int i = reader.count(WireLimits.MEMBERS_MAX); i > 0; i--) {
      members.add(
          new Member(
              UserId.read(reader),
              Hash32.read(reader),
              LogActionCodec.readRole(reader),
              reader.u64()));
    }
    reader.end();
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i - 1).user().compareTo(members.get(i).user()) >= 0) {
        throw new ProtocolException(ProtocolError.MALFORMED, "members do not rise");
      }
    }
    ConversationContents contents =
        new ConversationContents(kind, number, members, timers, retention, closed);
    return new ConversationState(id, head, network, contents);
  }

  /// The state after the next entry. Throws WRONG_NETWORK, WRONG_CONVERSATION; HEAD_STALE for an
  /// entry that is applied already or older; LOG_FORK for another entry at the present number, or
  /// one whose predecessor is not the head; HEAD_UNKNOWN when entries between are missing;
  /// NOT_A_MEMBER, NOT_ALLOWED, TOO_LARGE, STATEMENT_UNKNOWN, RETENTION_MISMATCH; STATE_MISMATCH.
  public ConversationState apply(VerifiedLogEntry verified, Statements statements)
      throws ProtocolException {
    LogEntry entry = verified.entry();
    checkPlace(verified);
    ConversationContents next =
        LogRules.next(contents, verified.actor(), entry.time(), entry.action(), statements);
    return checked(id, verified, next);
  }

  /// A first entry, to be signed by the actor's device; its [LogEntry#conversationId] is the id.
  public static LogEntry proposeFirst(
      NetworkId network, Actor actor, long time, LogAction.Create create, Statements statements)
      throws ProtocolException {
    ConversationContents contents = LogRules.create(actor, time, create, statements);
    return new LogEntry(
        network,
        ConversationId.ZERO,
        1,
        Hash32.ZERO,
        actor.user(),
        actor.device(),
        actor.listHash(),
        time,
        create,
        hashOf(encode(network, contents)));
  }

  /// The next entry, to be signed by the actor's device; throws as [#apply] would.
  public LogEntry propose(Actor actor, long time, LogAction action, Statements statements)
      throws ProtocolException {
    ConversationContents next = LogRules.next(contents, actor, time, action, statements);
    return new LogEntry(
        network,
        id,
        head.number() + 1,
        head.hash(),
        actor.user(),
        actor.device(),
        actor.listHash(),
        time,
        action,
        hashOf(encode(network, next)));
  }

  /// For a new member, and for storing.
  public byte[] encode() {
    return encode(network, contents);
  }

  public Hash32 hash() {
    return hashOf(encode());
  }

  public Optional<Member> member(UserId user) {
    return contents.member(user);
  }

  /// Throws NOT_A_MEMBER.
  public Member requireMember(UserId user) throws ProtocolException {
    return contents.requireMember(user);
  }

  public List<Member> members() {
    return contents.members();
  }

  public ConversationKind kind() {
    return contents.kind();
  }

  public Timers timers() {
    return contents.timers();
  }

  public Optional<RetentionMember> retention() {
    return contents.retention();
  }

  public boolean isClosed() {
    return contents.closed();
  }

  private void checkPlace(VerifiedLogEntry verified) throws ProtocolException {
    LogEntry entry = verified.entry();
    if (!entry.network().equals(network)) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "log entry");
    }
    if (!entry.conversationId().equals(id)) {
      throw new ProtocolException(ProtocolError.WRONG_CONVERSATION, "log entry");
    }
    if (entry.number() == head.number() && !verified.head().equals(head)) {
      throw new ProtocolException(ProtocolError.LOG_FORK, "a second entry of this number");
    }
    if (entry.number() <= head.number()) {
      throw new ProtocolException(ProtocolError.HEAD_STALE, "an older entry");
    }
    if (entry.number() > head.number() + 1) {
      throw new ProtocolException(ProtocolError.HEAD_UNKNOWN, "entries between are missing");
    }
    if (!entry.previous().equals(head.hash())) {
      throw new ProtocolException(ProtocolError.LOG_FORK, "another entry before");
    }
  }

  private static ConversationState checked(
      ConversationId id, VerifiedLogEntry verified, ConversationContents contents)
      throws ProtocolException {
    NetworkId network = verified.entry().network();
    if (!hashOf(encode(network, contents)).equals(verified.entry().stateHash())) {
      throw new ProtocolException(ProtocolError.STATE_MISMATCH, "another resulting state");
    }
    return new ConversationState(id, verified.head(), network, contents);
  }

  private static Hash32 hashOf(byte[] encoded) {
    return Hash32.of(Labels.CONVERSATION_STATE_HASH, encoded);
  }

  private static byte[] encode(NetworkId network, ConversationContents contents) {
    CanonicalWriter writer =
        new CanonicalWriter(256 + 64 * contents.members().size())
            .label(Labels.CONVERSATION_STATE)
            .u8(FORMAT);
    writer.fixed(network.bytes()).u8(contents.kind().code()).u64(contents.number());
    LogActionCodec.writeTimers(writer, contents.timers());
    writer.bool(contents.closed());
    LogActionCodec.writeOptionalRetention(writer, contents.retention());
    writer.u16(contents.members().size());
    for (Member member : contents.members()) {
      writer.fixed(member.user().bytes()).fixed(member.rootKeyHash().bytes());
      writer.u8(member.role().code()).u64(member.joinedAt());
    }
    return writer.toArray();
  }
}
