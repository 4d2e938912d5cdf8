package dev.wardroom.client.conversations;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.people.PersonStore;
import dev.wardroom.client.store.Local;
import dev.wardroom.core.key.DeviceKey;
import dev.wardroom.schema.v1.AppendEntryRequest;
import dev.wardroom.schema.v1.AppendEntryResponse;
import dev.wardroom.schema.v1.CreateConversationRequest;
import dev.wardroom.schema.v1.CreateConversationResponse;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.Actor;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.log.VerifiedLogEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Writes own entries into conversations' logs. Thread-safe.
public final class LogWriter {

  /// Attempts when somebody else was first each time.
  private static final int ATTEMPTS_MAX = 10;

  private final Local local;
  private final Me me;
  private final DeviceKey key;
  private final DeviceApi api;
  private final DeviceLists lists;
  private final Statements statements;
  private final ConversationLog log;
  private final PersonStore persons;

  public LogWriter(
      Local local,
      Me me,
      DeviceKey key,
      DeviceApi api,
      DeviceLists lists,
      Statements statements,
      ConversationLog log) {
    this.local = local;
    this.me = me;
    this.key = key;
    this.api = api;
    this.lists = lists;
    this.statements = statements;
    this.log = log;
    this.persons = new PersonStore(local);
  }

  /// Makes a conversation of oneself and these users; for two people who have one already, gives
  /// that one.
  ///
  /// @param retention as the newest network statement orders it
  public ConversationId create(
      ConversationKind kind, Collection<UserId> others, Optional<RetentionMember> retention)
      throws ProtocolException {
    List<UserId> everybody = new ArrayList<>(others);
    if (!everybody.contains(me.user())) {
      everybody.add(me.user());
    }
    LogAction.Create create =
        new LogAction.Create(
            kind,
            Bytes.wrap(local.randomBytes(LogAction.Create.NONCE_LENGTH)),
            newcomers(everybody),
            Timers.NONE,
            retention);
    VerifiedDeviceList own = lists.require(me.user());
    LogEntry entry =
        ConversationState.proposeFirst(
            me.network(), Actor.of(own, me.device()), now(), create, statements);
    byte[] signed = key.sign(entry).encode();
    CreateConversationResponse response =
        api.call(
            Rpcs.CREATE_CONVERSATION,
            CreateConversationRequest.newBuilder()
                .setEntrySigned(ByteString.copyFrom(signed))
                .build());
    ConversationId id = ConversationId.fromWire(response.getConversationId().toByteArray());
    if (response.getExisting()) {
      log.learn(id);
      return id;
    }
    if (!id.equals(entry.conversationId())) {
      throw new ProtocolException(ProtocolError.WRONG_CONVERSATION, "the server's answer");
    }
    VerifiedLogEntry verified = VerifiedLogEntry.verify(signed, own);
    ConversationLog.Applied applied =
        local.db().tx(tx -> log.apply(tx, verified, response.getNumber()));
    if (applied instanceof ConversationLog.Applied.Refused refused) {
      throw new ProtocolException(refused.error(), "own entry");
    }
    return id;
  }

  /// What an append ended with.
  ///
  /// @param number place among the messages
  public record Appended(ConversationState state, VerifiedLogEntry entry, long number) {}

  /// Makes an entry from the present state; called again when the head has moved.
  @FunctionalInterface
  public interface Action {
    /// @return empty when there is nothing left to do
    Optional<LogAction> from(ConversationState state) throws ProtocolException;
  }

  /// Appends an entry at the present head, looking again when somebody else was first.
  ///
  /// @return empty when the state was already as wanted
  public Optional<Appended> append(ConversationId id, Action action) throws ProtocolException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Conversation conversation =
          log.find(id)
              .orElseThrow(() ->
                  new ClientException(
                      ClientException.Kind.NOT_FOUND, "this conversation is not known here"));
      requireUsable(conversation);
      Optional<LogAction> wanted = action.from(conversation.state());
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      Optional<Appended> appended = offer(conversation.state(), wanted.get());
      if (appended.isPresent()) {
        return appended;
      }
      log.learn(id);
    }
    throw new ClientException(
        ClientException.Kind.REFUSED,
        "others keep changing this conversation at the same time: try again in a moment");
  }

  private Optional<Appended> offer(ConversationState state, LogAction action)
      throws ProtocolException {
    VerifiedDeviceList own = lists.require(me.user());
    LogEntry entry = state.propose(Actor.of(own, me.device()), now(), action, statements);
    byte[] signed = key.sign(entry).encode();
    AppendEntryResponse response =
        api.call(
            Rpcs.APPEND_ENTRY,
            AppendEntryRequest.newBuilder()
                .setConversationId(ByteString.copyFrom(state.id().toArray()))
                .setEntrySigned(ByteString.copyFrom(signed))
                .build());
    if (!response.hasAccepted()) {
      return Optional.empty();
    }
    VerifiedLogEntry verified = VerifiedLogEntry.verify(signed, own);
    long number = response.getAccepted().getNumber();
    local.db().write(tx -> log.apply(tx, verified, number));
    ConversationState now = log.find(state.id()).map(Conversation::state).orElse(state);
    return Optional.of(new Appended(now, verified, number));
  }

  private static void requireUsable(Conversation conversation) {
    if (conversation.forked()) {
      throw new ClientException(
          ClientException.Kind.NOT_AUTHENTIC,
          "the server showed two histories of this conversation: nothing is sent; tell your"
              + " administrator");
    }
    if (conversation.leftAt() != 0) {
      throw new ClientException(
          ClientException.Kind.REFUSED, "you are no longer a member of this conversation");
    }
  }

  /// Users with the root keys that this home has pinned.
  ///
  /// @throws ClientException NOT_AUTHENTIC when somebody's keys are other ones than those compared,
  ///   or new and nobody has looked at them
  public List<Newcomer> newcomers(Collection<UserId> users) throws ProtocolException {
    List<UserId> unknown = users.stream().filter(user -> lists.known(user).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      lists.refresh(unknown);
    }
    List<Newcomer> newcomers = new ArrayList<>();
    for (UserId user : users) {
      Hash32 root = lists.require(user).rootKeyHash();
      if (!local.db().tx(tx -> persons.mayBegin(tx, user, root))) {
        throw new ClientException(
            ClientException.Kind.NOT_AUTHENTIC,
            "somebody here has other keys than before: look at the safety number (wardroom verify),"
                + " compare it, and mark or unmark the person; then try again");
      }
      newcomers.add(new Newcomer(user, root));
    }
    return newcomers;
  }

  private long now() {
    return api.server().clock().millis();
  }
}
