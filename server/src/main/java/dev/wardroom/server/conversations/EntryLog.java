package dev.wardroom.server.conversations;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.DeviceDirectory.ListedUser;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.message.LogHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes signed entries into conversations' logs. Runs inside the conversation's turn in the shared
/// commit, so that entries and messages get one order.
final class EntryLog {
  private final ConversationStore conversations;
  private final DeviceDirectory directory;
  private final Membership membership;
  private final Events events;

  EntryLog(
      ConversationStore conversations,
      DeviceDirectory directory,
      Membership membership,
      Events events) {
    this.conversations = conversations;
    this.directory = directory;
    this.membership = membership;
    this.events = events;
  }

  /// How an entry came: as a device's own act now, or handed back after a restore by any member.
  enum Origin {
    FRESH,
    OFFERED
  }

  /// The first entry of a conversation.
  AppendResult create(
      Tx tx, Caller caller, LogEntry entry, byte[] signed, Origin origin, long now) {
    Audience.Name name = caller.name(entry.conversationId());
    Optional<ConversationRow> row = conversations.find(tx, name);
    if (row.isPresent()) {
      return new AppendResult.Existing(name.conversation());
    }
    try {
      VerifiedLogEntry verified = verified(tx, caller, entry, signed, origin, now);
      ConversationState state =
          ConversationState.first(verified, directory.statements(tx, caller.network()));
      if (state.kind() == ConversationKind.DIRECT) {
        Bytes pair = pair(state);
        if (!conversations.saveDirect(tx, name, pair)) {
          return new AppendResult.Existing(
              conversations.direct(tx, caller.network(), pair).orElseThrow());
        }
      }
      conversations.create(tx, name, state.kind(), entry.number(), verified.head().hash(), now);
      return write(tx, name, verified, state, 1, now);
    } catch (ProtocolException broken) {
      throw refusal(broken);
    }
  }

  /// The next entry.
  AppendResult append(
      Tx tx, Caller caller, Audience.Name name, byte[] signed, Origin origin, long now) {
    ConversationRow row =
        conversations
            .lock(tx, name)
            .filter(found -> !found.deleted())
            .orElseThrow(EntryLog::absent);
    try {
      LogEntry entry = VerifiedLogEntry.unverified(signed);
      ConversationState state = state(tx, name, row);
      if (state.member(caller.user()).isEmpty()) {
        throw absent();
      }
      if (entry.number() != row.headEntry() + 1 || !entry.previous().equals(row.headHash())) {
        return new AppendResult.HeadMoved(new LogHead(row.headEntry(), row.headHash()));
      }
      VerifiedLogEntry verified = verified(tx, caller, entry, signed, origin, now);
      ConversationState next = state.apply(verified, directory.statements(tx, caller.network()));
      long number = row.headNumber() + 1;
      conversations.advance(tx, name, number, entry.number(), verified.head().hash(), now);
      AppendResult result = write(tx, name, verified, next, number, now);
      if (next.isClosed()) {
        close(tx, name, next, number, now);
      }
      return result;
    } catch (ProtocolException broken) {
      throw refusal(broken);
    }
  }

  /// The state at the head, as stored.
  ConversationState state(Tx tx, Audience.Name name, ConversationRow row) throws ProtocolException {
    byte[] bytes = conversations.state(tx, name, row.headEntry()).orElseThrow(EntryLog::absent);
    return ConversationState.fromOwnStore(
        name.conversation(), new LogHead(row.headEntry(), row.headHash()), bytes);
  }

  private AppendResult write(
      Tx tx,
      Audience.Name name,
      VerifiedLogEntry verified,
      ConversationState state,
      long number,
      long now) {
    byte[] signed = verified.signed().encode();
    LogEntry entry = verified.entry();
    conversations.append(tx, name, entry.number(), number, verified.head().hash(), now, signed);
    List<UserId> added = membership.follow(tx, name, state, number, now);
    conversations.saveState(tx, name, entry.number(), !added.isEmpty(), state.encode());
    events.publish(tx, new EntryAppended(name, number, now, signed, added, membership.readersAt(tx, name, number)));
    return new AppendResult.Accepted(name.conversation(), number, now);
  }

  private void close(Tx tx, Audience.Name name, ConversationState state, long number, long now) {
    membership.closeAll(tx, name, number, now);
    if (state.kind() == ConversationKind.DIRECT) {
      conversations.dropDirect(tx, name, pair(state));
    }
    conversations.delete(tx, name, now);
  }

  /// Signature, actor, network, device list and clock.
  private VerifiedLogEntry verified(
      Tx tx, Caller caller, LogEntry entry, byte[] signed, Origin origin, long now)
      throws ProtocolException {
    if (!entry.network().equals(caller.network())) {
      throw absent();
    }
    if (origin == Origin.FRESH) {
      checkFresh(tx, caller, entry, now);
    }
    VerifiedDeviceList list =
        directory
            .list(tx, caller.network(), entry.actorUser(), entry.actorListHash())
            .orElseThrow(() -> new ProtocolException(ProtocolError.LIST_UNKNOWN, "actor"));
    VerifiedLogEntry verified = VerifiedLogEntry.verify(signed, list);
    checkNewcomers(tx, caller, entry);
    return verified;
  }

  private void checkFresh(Tx tx, Caller caller, LogEntry entry, long now) {
    if (!entry.actorUser().equals(caller.user()) || !entry.actorDevice().equals(caller.device())) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "The entry names another device as its actor than yours.");
    }
    if (Math.abs(entry.time() - now) > ConversationLimits.ENTRY_CLOCK_MILLIS_MAX) {
      throw new Refusal(
          Reason.REASON_CLOCK, "The clock of this device is more than 5 minutes off.");
    }
    ListedUser actor =
        directory.users(tx, caller.network(), List.of(caller.user())).get(caller.user());
    if (actor == null || !isCurrent(actor, entry.actorListHash(), now)) {
      throw new Refusal(
          Reason.REASON_CONFLICT, "The entry names an old device list. Fetch it and sign anew.");
    }
  }

  private static boolean isCurrent(ListedUser actor, Hash32 named, long now) {
    boolean before =
        named.equals(actor.listHashBefore())
            && now - actor.listedAt() < ConversationLimits.EPOCH_GRACE_MILLIS;
    return named.equals(actor.listHash()) || before;
  }

  /// Who is added must be in this network, under the root key that the entry names.
  private void checkNewcomers(Tx tx, Caller caller, LogEntry entry) {
    Map<UserId, Hash32> named = newcomers(entry.action());
    Map<UserId, ListedUser> listed = directory.users(tx, caller.network(), named.keySet());
    for (Map.Entry<UserId, Hash32> newcomer : named.entrySet()) {
      ListedUser user = listed.get(newcomer.getKey());
      if (user == null || !user.rootKeyHash().equals(newcomer.getValue())) {
        throw new Refusal(
            Reason.REASON_CONFLICT,
            "An added user is not in this network, or has another root key. Look the user up"
                + " again.");
      }
    }
  }

  private static Map<UserId, Hash32> newcomers(LogAction action) {
    List<Newcomer> named =
        switch (action) {
          case LogAction.Create create -> create.members();
          case LogAction.Add add -> add.newcomers();
          case LogAction.AcceptRoot accept ->
              List.of(new Newcomer(accept.user(), accept.rootKeyHash()));
          case LogAction.RetentionJoins joins ->
              List.of(new Newcomer(joins.retention().user(), joins.retention().rootKeyHash()));
          case LogAction.Remove _,
              LogAction.Leave _,
              LogAction.SetRole _,
              LogAction.SetTimers _,
              LogAction.RetentionLeaves _,
              LogAction.Delete _ ->
              List.of();
        };
    Map<UserId, Hash32> users = new HashMap<>();
    named.forEach(newcomer -> users.put(newcomer.user(), newcomer.rootKeyHash()));
    return users;
  }

  /// Both users of a direct conversation, the lower first; one twice for notes to oneself.
  private static Bytes pair(ConversationState state) {
    List<UserId> users = state.members().stream().map(member -> member.user()).sorted().toList();
    return DirectPair.of(users.getFirst(), users.getLast());
  }

  static Refusal absent() {
    return new Refusal(Reason.REASON_NOT_FOUND, "There is no such conversation for you.");
  }

  static Refusal refusal(ProtocolException broken) {
    return switch (broken.error()) {
      case SIGNATURE_INVALID,
          SIGNATURE_FORM,
          LIST_UNKNOWN,
          DEVICE_REMOVED,
          DEVICE_UNKNOWN,
          STATE_MISMATCH ->
          new Refusal(Reason.REASON_NOT_AUTHENTIC, "The entry does not verify: " + broken.error());
      case NOT_A_MEMBER, NOT_ALLOWED ->
          new Refusal(Reason.REASON_FORBIDDEN, "The conversation's rules do not allow this.");
      case TOO_LARGE ->
          new Refusal(Reason.REASON_LIMIT_REACHED, "A conversation has at most 500 members.");
      default -> new Refusal(Reason.REASON_MALFORMED, "The entry is refused: " + broken.error());
    };
  }
}
