package dev.wardroom.server.conversations;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.conversations.DeviceDirectory.ListedUser;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.RestoreMark;
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

/// Takes signed entries into conversations' logs. Signatures are checked before; all else runs
/// inside the conversation's turn in the shared commit, so that entries and messages get one order.
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

  /// What was decided about an entry in its turn of the shared commit. A refusal is a value as long
  /// as nothing was written: a throw would make everybody else of the commit run again.
  sealed interface Outcome {
    record Decided(AppendResult result) implements Outcome {}

    record Refused(Refusal why) implements Outcome {}
  }

  /// Parses an entry and checks its signature, under the list that it names. Lists do not change
  /// under their hash, so this holds whatever happens until the entry's turn comes.
  VerifiedLogEntry verified(Tx tx, Caller caller, byte[] signed) {
    try {
      LogEntry entry = VerifiedLogEntry.unverified(signed);
      if (!entry.network().equals(caller.network())) {
        throw absent();
      }
      VerifiedDeviceList list =
          directory
              .list(tx, caller.network(), entry.actorUser(), entry.actorListHash())
              .orElseThrow(() -> new ProtocolException(ProtocolError.LIST_UNKNOWN, "actor"));
      return VerifiedLogEntry.verify(signed, list);
    } catch (ProtocolException broken) {
      throw refusal(broken);
    }
  }

  /// The first entry of a conversation.
  Outcome create(Tx tx, Caller caller, VerifiedLogEntry verified, Origin origin, long now) {
    Audience.Name name = caller.name(verified.entry().conversationId());
    Optional<ConversationRow> row = conversations.find(tx, name);
    if (row.isPresent()) {
      return new Outcome.Decided(new AppendResult.Existing(name.conversation()));
    }
    ConversationState state;
    try {
      check(tx, caller, verified.entry(), origin, now);
      state = ConversationState.first(verified, directory.statements(tx, caller.network()));
      if (origin == Origin.OFFERED && state.member(caller.user()).isEmpty()) {
        throw absent();
      }
    } catch (ProtocolException broken) {
      return new Outcome.Refused(refusal(broken));
    } catch (Refusal refused) {
      return new Outcome.Refused(refused);
    }
    // From here on the transaction writes: what is refused now undoes it.
    if (state.kind() == ConversationKind.DIRECT) {
      Bytes pair = pair(state);
      if (!conversations.saveDirect(tx, name, pair)) {
        return new Outcome.Decided(
            new AppendResult.Existing(
                conversations.direct(tx, caller.network(), pair).orElseThrow()));
      }
    }
    long entry = verified.entry().number();
    conversations.create(tx, name, state.kind(), entry, verified.head().hash(), now);
    return new Outcome.Decided(write(tx, name, verified, state, 1, now));
  }

  /// The next entry.
  Outcome append(
      Tx tx,
      Caller caller,
      Audience.Name name,
      VerifiedLogEntry verified,
      Origin origin,
      long now) {
    LogEntry entry = verified.entry();
    ConversationRow row;
    ConversationState next;
    try {
      row =
          conversations
              .lock(tx, name)
              .filter(found -> !found.deleted())
              .orElseThrow(EntryLog::absent);
      ConversationState state = state(tx, name, row);
      if (state.member(caller.user()).isEmpty()) {
        throw absent();
      }
      if (entry.number() != row.headEntry() + 1 || !entry.previous().equals(row.headHash())) {
        LogHead head = new LogHead(row.headEntry(), row.headHash());
        return new Outcome.Decided(new AppendResult.HeadMoved(head));
      }
      check(tx, caller, entry, origin, now);
      next = state.apply(verified, directory.statements(tx, caller.network()));
    } catch (ProtocolException broken) {
      return new Outcome.Refused(refusal(broken));
    } catch (Refusal refused) {
      return new Outcome.Refused(refused);
    }
    // From here on the transaction writes: what is refused now undoes it.
    long number = row.headNumber() + 1;
    conversations.advance(tx, name, number, entry.number(), verified.head().hash(), now);
    AppendResult result = write(tx, name, verified, next, number, now);
    if (next.isClosed()) {
      close(tx, name, next, number, now);
    }
    return new Outcome.Decided(result);
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
    events.publish(
        tx,
        new EntryAppended(
            name, number, now, signed, added, membership.readersAt(tx, name, number)));
    return new AppendResult.Accepted(name.conversation(), number, now);
  }

  private void close(Tx tx, Audience.Name name, ConversationState state, long number, long now) {
    membership.closeAll(tx, name, number, now);
    if (state.kind() == ConversationKind.DIRECT) {
      conversations.dropDirect(tx, name, pair(state));
    }
    conversations.delete(tx, name, now);
  }

  /// Actor, device list, clock, and those who are added.
  private void check(Tx tx, Caller caller, LogEntry entry, Origin origin, long now) {
    switch (origin) {
      case FRESH -> checkFresh(tx, caller, entry, now);
      case OFFERED -> checkOffered(tx, caller, entry, now);
    }
    checkNewcomers(tx, caller, entry);
  }

  /// An entry is taken back only if the server can have lost it: it was restored not long ago, and
  /// the entry was made before that, by a device that was not removed by then.
  private void checkOffered(Tx tx, Caller caller, LogEntry entry, long now) {
    Optional<Long> restored = RestoreMark.find(tx);
    if (restored.isEmpty() || now - restored.get() > ConversationLimits.OFFER_MILLIS_MAX) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "Entries are taken back only in the days after a restore.");
    }
    if (entry.time() >= restored.get()) {
      throw new Refusal(
          Reason.REASON_FORBIDDEN, "The entry is newer than the restore. Append it as a new one.");
    }
    Optional<Long> removed = directory.removedAt(tx, caller.network(), entry.actorDevice());
    if (removed.isPresent() && removed.get() <= entry.time()) {
      throw new Refusal(
          Reason.REASON_NOT_AUTHENTIC,
          "The device that signed the entry had been removed by then.");
    }
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
    // A list that is taken at the same moment would see neither the member nor be seen by it.
    directory.lock(tx, caller.network(), named.keySet());
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
