package dev.wardroom.core.message;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.Member;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.message.Audience;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.prekey.LeaseRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The checks before the signature, cheapest first, and the comparisons after it whose outcome is
/// shown. One call, one message; nothing is written.
final class ReceiverChecks {
  /// A list that became known to the server so shortly before a message may not have reached its
  /// sender: no reason for an alarm.
  private static final long LIST_NEWS_MILLIS = 60_000;

  private final ReceiverState state;
  private final MessageHeader header;

  ReceiverChecks(ReceiverState state, MessageHeader header) {
    this.state = state;
    this.header = header;
  }

  /// M-02.
  ConversationState knownConversation() throws ProtocolException {
    return state
        .conversation(header.conversation())
        .filter(conversation -> conversation.network().equals(state.network()))
        .orElseThrow(() -> refused(ProtocolError.WRONG_CONVERSATION, "not known here"));
  }

  /// M-08. Comes before the lease and the prekey: what is delivered again must be known as such
  /// even when its prekey is long gone, or it would be taken for a message that cannot be opened.
  void notSeen() throws ProtocolException {
    if (state.hasSeen(header.senderDevice(), header.id())) {
      throw refused(ProtocolError.ALREADY_SEEN, "this id of this device");
    }
  }

  /// M-03: there is a record, the same as before.
  Bytes knownRecord(ReceivedMessage received) throws ProtocolException {
    Optional<Bytes> stored = state.leaseRecord(header.senderDevice(), received.exchange().lease());
    Optional<Bytes> delivered = received.leaseRecord();
    if (stored.isPresent() && delivered.isPresent() && !stored.equals(delivered)) {
      throw refused(ProtocolError.LEASE_MISMATCH, "a second record of this lease");
    }
    return delivered
        .or(() -> stored)
        .orElseThrow(() -> refused(ProtocolError.LEASE_MISMATCH, "no record"));
  }

  /// M-04 to M-06: the record is of this message, sender and device; suite; end.
  void record(LeaseRecord record, ReceivedMessage received) throws ProtocolException {
    boolean matches =
        record.network().equals(state.network())
            && record.conversation().equals(header.conversation())
            && record.senderUser().equals(header.senderUser())
            && record.senderDevice().equals(header.senderDevice())
            && record.recipientUser().equals(state.user())
            && record.recipientDevice().equals(state.device())
            && record.lease().equals(received.exchange().lease());
    if (!matches) {
      throw refused(ProtocolError.LEASE_MISMATCH, "record of something else");
    }
    int suite = record.suite().code();
    if (suite < header.lowestSuite().code() || suite < state.suiteFloor().code()) {
      throw refused(ProtocolError.UNSUPPORTED_SUITE, "lower than said, or than the floor");
    }
    if (header.sentAt() > record.endsAt() + WireLimits.LEASE_GRACE_MILLIS) {
      throw refused(ProtocolError.LEASE_ENDED, "sent after the end");
    }
  }

  /// M-07: the prekey is there and serves no other lease.
  ReceiverState.StoredPrekey knownPrekey(LeaseRecord record) throws ProtocolException {
    Optional<PrekeyBinding> binding = state.binding(record.prekey());
    PrekeyBinding wanted = new PrekeyBinding(record.senderDevice(), record.lease());
    if (binding.isPresent() && !binding.get().equals(wanted)) {
      throw refused(ProtocolError.PREKEY_GIVEN_TWICE, "bound to another lease");
    }
    return state
        .prekey(record.prekey())
        .orElseThrow(() -> refused(ProtocolError.PREKEY_UNKNOWN, "never made, or destroyed"));
  }

  /// M-09.
  void freshness(long now) throws ProtocolException {
    if (header.sentAt() > now + WireLimits.SENT_AT_AHEAD_MILLIS_MAX) {
      throw refused(ProtocolError.CLOCK_AHEAD, "sent-at");
    }
    if (header.sentAt() < now - WireLimits.SENT_AT_BEHIND_MILLIS_MAX) {
      throw refused(ProtocolError.TOO_OLD, "sent-at");
    }
  }

  /// M-10: the sender's list is known and was good when it was named.
  VerifiedDeviceList senderList() throws ProtocolException {
    VerifiedDeviceList list =
        state
            .deviceList(header.senderUser(), header.listHash())
            .orElseThrow(() -> refused(ProtocolError.LIST_UNKNOWN, "fetch it"));
    list.requireDevice(header.senderDevice());
    if (list.list().isExpired(header.sentAt())) {
      throw refused(ProtocolError.LIST_EXPIRED, "at the time of sending");
    }
    return list;
  }

  /// M-11: the sender was a member, with this root key, at the entry that it names.
  ConversationState headState(VerifiedDeviceList senderList) throws ProtocolException {
    ConversationState atHead =
        state
            .conversationAt(header.conversation(), header.head())
            .orElseThrow(() -> refused(ProtocolError.HEAD_UNKNOWN, "fetch it"));
    Member sender = atHead.requireMember(header.senderUser());
    if (!sender.rootKeyHash().equals(senderList.rootKeyHash())) {
      throw refused(ProtocolError.NOT_A_MEMBER, "with another root key");
    }
    return atHead;
  }

  /// M-12: the scope means this user, as a member or as retention.
  void scope(ConversationState atHead) throws ProtocolException {
    boolean retention =
        atHead.retention().filter(member -> member.user().equals(state.user())).isPresent();
    if (!retention && !header.scope().includes(state.user(), header.senderUser())) {
      throw refused(ProtocolError.WRONG_USER, "another user's scope");
    }
  }

  /// What is shown with the message.
  Set<MessageNotice> notices(
      ConversationState atHead, ConversationState newest, VerifiedDeviceList senderList) {
    Set<MessageNotice> notices = EnumSet.noneOf(MessageNotice.class);
    Optional<Member> sender = newest.member(header.senderUser());
    if (sender.isEmpty()) {
      notices.add(MessageNotice.SENDER_LEFT_SINCE);
    }
    Optional<VerifiedDeviceList> now = state.newestDeviceList(header.senderUser());
    boolean rootChanged =
        sender.filter(m -> !m.rootKeyHash().equals(senderList.rootKeyHash())).isPresent()
            || now.filter(n -> !n.rootKeyHash().equals(senderList.rootKeyHash())).isPresent();
    if (rootChanged) {
      notices.add(MessageNotice.ROOT_CHANGED_SINCE);
    }
    if (now.filter(n -> n.list().device(header.senderDevice()).isEmpty()).isPresent()) {
      notices.add(MessageNotice.DEVICE_REMOVED_SINCE);
    }
    if (!audienceIsAsSeenHere(atHead)) {
      notices.add(MessageNotice.AUDIENCE_DIFFERS);
    }
    if (retentionLeftOut(atHead)) {
      notices.add(MessageNotice.RETENTION_LEFT_OUT);
    }
    return notices;
  }

  /// Lists may change between sealing and opening, so the sender's view is tried as of now, as of
  /// the time of sending, and as of shortly before.
  private boolean audienceIsAsSeenHere(ConversationState atHead) {
    return audienceMatches(atHead, Long.MAX_VALUE)
        || audienceMatches(atHead, header.sentAt())
        || audienceMatches(atHead, header.sentAt() - LIST_NEWS_MILLIS);
  }

  private boolean audienceMatches(ConversationState atHead, long issuedBy) {
    List<Audience.User> users = new ArrayList<>();
    for (Member member : atHead.members()) {
      if (header.scope().includes(member.user(), header.senderUser())) {
        Optional<VerifiedDeviceList> list = state.deviceListIssuedBy(member.user(), issuedBy);
        if (list.isEmpty()) {
          return false;
        }
        users.add(new Audience.User(member.user(), member.rootKeyHash(), list.get().hash()));
      }
    }
    if (atHead.retention().isPresent()) {
      RetentionMember retention = atHead.retention().get();
      Optional<VerifiedDeviceList> list = state.deviceListIssuedBy(retention.user(), issuedBy);
      if (list.isEmpty()) {
        return false;
      }
      users.add(new Audience.User(retention.user(), retention.rootKeyHash(), list.get().hash()));
    }
    return Audience.hash(users, header.leftOut()).equals(header.audience());
  }

  private boolean retentionLeftOut(ConversationState atHead) {
    return atHead
        .retention()
        .flatMap(retention -> state.newestDeviceList(retention.user()))
        .filter(
            list -> header.leftOut().stream().anyMatch(id -> list.list().device(id).isPresent()))
        .isPresent();
  }

  private static ProtocolException refused(ProtocolError error, String detail) {
    return new ProtocolException(error, detail);
  }
}
