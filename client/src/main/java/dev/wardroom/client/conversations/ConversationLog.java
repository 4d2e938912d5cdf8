package dev.wardroom.client.conversations;

import com.google.protobuf.ByteString;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.ConversationSummary;
import dev.wardroom.schema.v1.GetLogRequest;
import dev.wardroom.schema.v1.GetLogResponse;
import dev.wardroom.schema.v1.GetStateRequest;
import dev.wardroom.schema.v1.ListConversationsRequest;
import dev.wardroom.schema.v1.ListConversationsResponse;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Member;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.VerifiedLogEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Verifies log entries and applies them. Thread-safe; entries of one conversation are applied by
/// one thread at a time, which the store's single thread sees to.
public final class ConversationLog {

  private static final int PAGE = 200;
  private static final int PAGES_MAX = 1_000;

  private final Local local;
  private final Me me;
  private final DeviceApi api;
  private final DeviceLists lists;
  private final Statements statements;
  private final ConversationStore store;

  public ConversationLog(
      Local local,
      Me me,
      DeviceApi api,
      DeviceLists lists,
      Statements statements,
      ConversationStore store) {
    this.local = local;
    this.me = me;
    this.api = api;
    this.lists = lists;
    this.statements = statements;
    this.store = store;
  }

  public ConversationStore store() {
    return store;
  }

  public Optional<Conversation> find(ConversationId id) {
    return local.db().tx(tx -> store.find(tx, id));
  }

  /// The member that has, or had, this device; does not ask the server.
  public Optional<UserId> memberWith(ConversationId id, DeviceId device) {
    return find(id).stream()
        .flatMap(conversation -> conversation.state().members().stream())
        .map(Member::user)
        .filter(user -> lists.known(user).filter(list -> names(list, device)).isPresent())
        .findFirst();
  }

  private static boolean names(VerifiedDeviceList list, DeviceId device) {
    return list.list().device(device).isPresent() || list.list().removed().contains(device);
  }

  /// Checks an entry's signature against the list that it names, and for an entry that is not held
  /// yet that its device was not removed before it; asks the server for the actor's newest list.
  public VerifiedLogEntry verify(byte[] signed) throws ProtocolException {
    LogEntry entry = VerifiedLogEntry.unverified(signed);
    if (isNew(entry)) {
      lists.refresh(List.of(entry.actorUser()));
    }
    return verifyFresh(signed, entry);
  }

  private VerifiedLogEntry verifyFresh(byte[] signed, LogEntry entry) throws ProtocolException {
    VerifiedLogEntry verified =
        VerifiedLogEntry.verify(signed, lists.byHash(entry.actorUser(), entry.actorListHash()));
    if (isNew(entry)) {
      verified.checkActorNow(
          lists.require(entry.actorUser()),
          lists.removedAt(entry.actorUser(), entry.actorDevice()),
          local.db().tx(tx -> store.heldUntil(tx, entry.conversationId())));
    }
    return verified;
  }

  private boolean isNew(LogEntry entry) {
    return find(entry.conversationId())
        .filter(known -> entry.number() <= known.state().head().number())
        .isEmpty();
  }

  /// Whether the entry's device was removed since: shown with it.
  public boolean isLate(LogEntry entry) {
    return lists
        .known(entry.actorUser())
        .filter(list -> list.list().device(entry.actorDevice()).isEmpty())
        .isPresent();
  }

  /// What became of an entry.
  public sealed interface Applied {
    /// @param before absent for a conversation that was not known
    record Yes(Optional<ConversationState> before, ConversationState now) implements Applied {}

    /// Known already.
    record Known() implements Applied {}

    /// Older than what this home knows of the log: nothing can be said of it, nothing is shown.
    record Earlier() implements Applied {}

    /// Another entry for a known number, or any entry after one: the conversation is marked, and
    /// stays where it was.
    record Fork() implements Applied {}

    /// Entries between are missing: [#learn] fetches them.
    record Missing() implements Applied {}

    record Refused(ProtocolError error) implements Applied {}
  }

  /// Applies a verified entry at its place.
  ///
  /// @param position place among the messages, 0 when not known yet
  public Applied apply(Tx tx, VerifiedLogEntry entry, long position) {
    ConversationId id = entry.entry().conversationId();
    Optional<Conversation> known = store.find(tx, id);
    try {
      if (known.isEmpty()) {
        if (entry.entry().number() != 1) {
          return new Applied.Missing();
        }
        ConversationState first = ConversationState.first(entry, statements);
        begin(tx, first, entry, position);
        return new Applied.Yes(Optional.empty(), first);
      }
      return applyNext(tx, known.get(), entry, position);
    } catch (ProtocolException e) {
      return new Applied.Refused(e.error());
    }
  }

  private Applied applyNext(Tx tx, Conversation known, VerifiedLogEntry entry, long position)
      throws ProtocolException {
    ConversationId id = known.id();
    long number = entry.entry().number();
    if (number < known.startEntry()) {
      return new Applied.Earlier();
    }
    if (number <= known.state().head().number()) {
      boolean same = store.placeEntry(tx, id, entry.head(), position);
      if (!same) {
        store.setForked(tx, id, entry);
      }
      return same ? new Applied.Known() : new Applied.Fork();
    }
    if (known.forked()) {
      return new Applied.Fork();
    }
    if (number > known.state().head().number() + 1) {
      return new Applied.Missing();
    }
    ConversationState next;
    try {
      next = known.state().apply(entry, statements);
    } catch (ProtocolException e) {
      if (e.error() != ProtocolError.LOG_FORK) {
        throw e;
      }
      store.setForked(tx, id, entry);
      return new Applied.Fork();
    }
    store.saveState(tx, next);
    store.saveEntry(tx, next, entry, position);
    noteMembership(tx, known, next);
    return new Applied.Yes(Optional.of(known.state()), next);
  }

  private void begin(Tx tx, ConversationState state, VerifiedLogEntry entry, long position) {
    store.insert(tx, state, entry.entry().number(), peerOf(state), Math.max(0, position - 1));
    store.saveEntry(tx, state, entry, position);
  }

  private void noteMembership(Tx tx, Conversation known, ConversationState next) {
    boolean member = next.member(me.user()).isPresent() && !next.isClosed();
    if (member == (known.leftAt() == 0)) {
      return;
    }
    store.setLeft(tx, next.id(), member ? 0 : local.clock().millis());
  }

  /// The other person of a direct conversation; the own one for notes.
  private Optional<UserId> peerOf(ConversationState state) {
    if (state.kind() != ConversationKind.DIRECT) {
      return Optional.empty();
    }
    return Optional.of(
        state.members().stream()
            .map(Member::user)
            .filter(user -> !user.equals(me.user()))
            .findFirst()
            .orElse(me.user()));
  }

  /// Conversations as the server lists them.
  public List<ConversationSummary> summaries() {
    List<ConversationSummary> all = new ArrayList<>();
    ByteString after = ByteString.EMPTY;
    for (int page = 0; page < PAGES_MAX; page++) {
      ListConversationsResponse response =
          api.call(
              Rpcs.LIST_CONVERSATIONS,
              ListConversationsRequest.newBuilder().setAfter(after).setLimit(PAGE).build());
      all.addAll(response.getConversationsList());
      if (response.getConversationsCount() < PAGE) {
        return all;
      }
      after = response.getConversations(PAGE - 1).getConversationId();
    }
    return all;
  }

  /// Makes a conversation known, or brings its log up to the server's head.
  ///
  /// @throws ProtocolException HEAD_UNKNOWN when the server does not list it, else what does not
  ///   hold
  public void learn(ConversationId id) throws ProtocolException {
    Optional<Conversation> known = find(id);
    if (known.isPresent()) {
      continueFrom(id, known.get().state().head().number() + 1);
      return;
    }
    ByteString wanted = ByteString.copyFrom(id.toArray());
    ConversationSummary summary =
        summaries().stream()
            .filter(each -> each.getConversationId().equals(wanted))
            .findFirst()
            .orElseThrow(() ->
                new ProtocolException(ProtocolError.HEAD_UNKNOWN, "conversation is not listed"));
    learn(summary);
  }

  /// As [#learn(ConversationId)], for one that the server listed.
  public void learn(ConversationSummary summary) throws ProtocolException {
    ConversationId id = ConversationId.fromWire(summary.getConversationId().toByteArray());
    Optional<Conversation> known = find(id);
    if (known.isPresent()) {
      if (known.get().state().head().number() < summary.getHeadEntry()) {
        continueFrom(id, known.get().state().head().number() + 1);
      }
      return;
    }
    long start = Math.max(1, summary.getStartEntry());
    List<byte[]> page = page(id, start);
    if (page.isEmpty()) {
      throw new ProtocolException(ProtocolError.HEAD_UNKNOWN, "the log is empty");
    }
    VerifiedLogEntry first = verify(page.getFirst());
    ConversationState state = startState(id, first);
    long position = Math.max(0, summary.getFromNumber() - 1);
    local
        .db()
        .write(tx -> {
          if (store.find(tx, id).isEmpty()) {
            store.insert(tx, state, first.entry().number(), peerOf(state), position);
            store.saveEntry(tx, state, first, 0);
          }
        });
    continueFrom(id, first.entry().number() + 1);
  }

  private ConversationState startState(ConversationId id, VerifiedLogEntry first)
      throws ProtocolException {
    if (!first.entry().conversationId().equals(id)) {
      throw new ProtocolException(ProtocolError.WRONG_CONVERSATION, "log entry");
    }
    if (first.entry().number() == 1) {
      return ConversationState.first(first, statements);
    }
    if (!first.entry().adds(me.user())) {
      throw new ProtocolException(ProtocolError.NOT_A_MEMBER, "the entry does not add this user");
    }
    byte[] state =
        api.call(
                Rpcs.GET_STATE,
                GetStateRequest.newBuilder()
                    .setConversationId(ByteString.copyFrom(id.toArray()))
                    .setEntry(first.entry().number())
                    .build())
            .getState()
            .toByteArray();
    return ConversationState.decode(first, state);
  }

  private void continueFrom(ConversationId id, long number) throws ProtocolException {
    long next = number;
    for (int pages = 0; pages < PAGES_MAX; pages++) {
      List<byte[]> page = page(id, next);
      refreshActors(page);
      for (byte[] signed : page) {
        VerifiedLogEntry entry = verifyFresh(signed, VerifiedLogEntry.unverified(signed));
        Applied applied = local.db().tx(tx -> apply(tx, entry, 0));
        if (applied instanceof Applied.Refused refused) {
          throw new ProtocolException(refused.error(), "log entry");
        }
        if (applied instanceof Applied.Fork) {
          throw new ProtocolException(ProtocolError.LOG_FORK, "log entry");
        }
        next = entry.entry().number() + 1;
      }
      if (page.size() < PAGE) {
        return;
      }
    }
  }

  private void refreshActors(List<byte[]> page) throws ProtocolException {
    Set<UserId> actors = new HashSet<>();
    for (byte[] signed : page) {
      actors.add(VerifiedLogEntry.unverified(signed).actorUser());
    }
    lists.refresh(actors);
  }

  private List<byte[]> page(ConversationId id, long from) {
    GetLogResponse response =
        api.call(
            Rpcs.GET_LOG,
            GetLogRequest.newBuilder()
                .setConversationId(ByteString.copyFrom(id.toArray()))
                .setFromEntry(from)
                .setLimit(PAGE)
                .build());
    return response.getEntriesSignedList().stream().map(ByteString::toByteArray).toList();
  }
}
