package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.Events;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.LogWriter;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.schema.v1.Mute;
import dev.wardroom.schema.v1.OwnState;
import dev.wardroom.schema.v1.Pin;
import dev.wardroom.schema.v1.ReadMarker;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.log.Role;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.network.VerifiedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Conversations and their membership.
final class ConversationsRoom implements Conversations {

  private static final long TYPING_MILLIS = 2_000;
  private static final int READ_AT_ONCE = 5_000;
  private static final int TITLE_BYTES_MAX = 512;

  private final Engine engine;
  private final Coordinator coordinator;
  private final OwnStates ownStates;
  private final ConversationViews views;
  private final ConcurrentHashMap<ConversationId, Long> typedAt = new ConcurrentHashMap<>();

  ConversationsRoom(Engine engine, Coordinator coordinator, OwnStates ownStates) {
    this.engine = engine;
    this.coordinator = coordinator;
    this.ownStates = ownStates;
    this.views = new ConversationViews(engine);
  }

  @Override
  public List<ConversationView> list() {
    return Refs.call(views::list);
  }

  @Override
  public ConversationView get(ConversationRef conversation) {
    return Refs.call(() -> views.view(require(Refs.id(conversation))));
  }

  @Override
  public ConversationView resolve(String idOrTitle) {
    return Refs.call(() -> views.resolve(idOrTitle.strip()));
  }

  private Conversation require(ConversationId id) throws ProtocolException {
    Optional<Conversation> known = engine.log().find(id);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      engine.log().learn(id);
    } catch (ProtocolException e) {
      if (e.error() != ProtocolError.HEAD_UNKNOWN) {
        throw e;
      }
    }
    return engine
        .log()
        .find(id)
        .orElseThrow(() -> Refs.notFound("there is no such conversation here"));
  }

  @Override
  public ConversationView direct(String username) {
    return Refs.call(() -> {
      UserId user = person(username);
      Optional<Conversation> known =
          engine.local().db().tx(tx -> engine.log().store().directWith(tx, user));
      if (known.isPresent()) {
        return views.view(known.get());
      }
      List<UserId> others = user.equals(engine.me().user()) ? List.of() : List.of(user);
      return views.view(
          require(
              engine
                  .logWriter()
                  .create(ConversationKind.DIRECT, others, retention(ConversationKind.DIRECT))));
    });
  }

  @Override
  public ConversationView createRoom(String title, List<String> usernames) {
    return create(ConversationKind.ROOM, title, usernames);
  }

  @Override
  public ConversationView createGroup(String title, List<String> usernames) {
    return create(ConversationKind.GROUP, title, usernames);
  }

  private ConversationView create(ConversationKind kind, String title, List<String> usernames) {
    return Refs.call(() -> {
      checkTitle(title);
      ConversationId id = engine.logWriter().create(kind, people(usernames), retention(kind));
      card(id, new Conversation.Card(title.strip(), ""));
      return views.view(require(id));
    });
  }

  private static void checkTitle(String title) {
    if (title.isBlank()
        || title.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > TITLE_BYTES_MAX) {
      throw new ClientException(
          ClientException.Kind.USAGE, "give a title of up to " + TITLE_BYTES_MAX + " bytes");
    }
  }

  /// What the network's statement orders for conversations of this kind.
  private Optional<RetentionMember> retention(ConversationKind kind) {
    VerifiedStatement statement = engine.statements().newest();
    if (statement.statement().isExpired(engine.api().server().clock().millis())) {
      // A statement that is over adds nothing.
      return Optional.empty();
    }
    return statement
        .statement()
        .retention()
        .filter(rule -> RetentionMember.covers(rule, kind))
        .map(rule -> new RetentionMember(rule.user(), rule.rootKeyHash(), statement.hash()));
  }

  private void card(ConversationId id, Conversation.Card card) throws ProtocolException {
    engine.local().db().write(tx -> engine.log().store().setCard(tx, id, card));
    coordinator.sendCard(require(id), MessageScope.conversation());
    changed(id);
  }

  @Override
  public void add(ConversationRef conversation, List<String> usernames) {
    Refs.run(() -> {
      List<UserId> users = people(usernames);
      ConversationId id = Refs.id(conversation);
      require(id);
      Optional<LogWriter.Appended> added =
          engine
              .logWriter()
              .append(
                  id,
                  state -> {
                    List<UserId> missing =
                        users.stream().filter(user -> state.member(user).isEmpty()).toList();
                    List<Newcomer> newcomers = engine.logWriter().newcomers(missing);
                    return newcomers.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new LogAction.Add(newcomers));
                  });
      Conversation now = require(id);
      if (added.isPresent() && !now.card().title().isEmpty()) {
        coordinator.sendCard(now, MessageScope.conversation());
      }
      changed(id);
    });
  }

  @Override
  public void remove(ConversationRef conversation, String username) {
    Refs.run(() -> {
      UserId user = person(username);
      if (user.equals(engine.me().user())) {
        throw Refs.refused("to go yourself, leave the conversation");
      }
      append(
          conversation, state -> state.member(user).map(_ -> new LogAction.Remove(List.of(user))));
    });
  }

  @Override
  public void leave(ConversationRef conversation) {
    Refs.run(() ->
        append(
            conversation,
            state -> state.member(engine.me().user()).map(_ -> new LogAction.Leave())));
  }

  @Override
  public void setModerator(ConversationRef conversation, String username, boolean moderator) {
    Refs.run(() -> {
      UserId user = person(username);
      Role role = moderator ? Role.MODERATOR : Role.MEMBER;
      append(
          conversation,
          state ->
              state
                  .member(user)
                  .filter(member -> member.role() != role)
                  .map(_ -> new LogAction.SetRole(user, role)));
    });
  }

  @Override
  public void setTimers(ConversationRef conversation, int ttlSeconds, int burnSeconds) {
    Refs.run(() -> {
      if (ttlSeconds < 0 || burnSeconds < 0) {
        throw new ClientException(ClientException.Kind.USAGE, "times are not negative");
      }
      Timers timers = new Timers(ttlSeconds, burnSeconds);
      append(
          conversation,
          state ->
              state.timers().equals(timers)
                  ? Optional.empty()
                  : Optional.of(new LogAction.SetTimers(timers)));
    });
  }

  @Override
  public void setCard(ConversationRef conversation, String title, String description) {
    Refs.run(() -> {
      checkTitle(title);
      Conversation known = require(Refs.id(conversation));
      boolean moderator =
          known
              .state()
              .member(engine.me().user())
              .filter(member -> member.role() == Role.MODERATOR)
              .isPresent();
      boolean may =
          switch (known.state().kind()) {
            case GROUP -> true;
            case ROOM -> moderator;
            case DIRECT -> false;
          };
      if (!may) {
        throw Refs.refused("only moderators change a room's title");
      }
      card(known.id(), new Conversation.Card(title.strip(), description.strip()));
    });
  }

  @Override
  public void delete(ConversationRef conversation) {
    Refs.run(() ->
        append(
            conversation,
            state -> state.isClosed() ? Optional.empty() : Optional.of(new LogAction.Delete())));
  }

  private void append(ConversationRef conversation, LogWriter.Action action)
      throws ProtocolException {
    ConversationId id = Refs.id(conversation);
    require(id);
    try {
      engine.logWriter().append(id, action);
    } catch (ProtocolException e) {
      boolean notAllowed =
          e.error() == ProtocolError.NOT_ALLOWED || e.error() == ProtocolError.NOT_A_MEMBER;
      if (!notAllowed) {
        throw e;
      }
      throw new ClientException(
          ClientException.Kind.REFUSED, "you may not do that here: in a room ask a moderator", e);
    }
    changed(id);
  }

  @Override
  public void pin(ConversationRef conversation, boolean pinned) {
    Refs.run(() ->
        ownStates.change(
            OwnState.newBuilder()
                .setPin(Pin.newBuilder().setConversationId(bytes(conversation)).setPinned(pinned))
                .build()));
  }

  @Override
  public void mute(ConversationRef conversation, Optional<Instant> until) {
    Refs.run(() -> {
      long millis =
          until.map(each -> each.equals(Instant.MAX) ? -1 : each.toEpochMilli()).orElse(0L);
      ownStates.change(
          OwnState.newBuilder()
              .setMute(Mute.newBuilder().setConversationId(bytes(conversation)).setUntil(millis))
              .build());
    });
  }

  private static ByteString bytes(ConversationRef conversation) {
    return ByteString.copyFrom(Refs.id(conversation).toArray());
  }

  @Override
  public void markRead(ConversationRef conversation) {
    Refs.run(() -> {
      Conversation known = require(Refs.id(conversation));
      List<StoredMessage> unread =
          engine
              .local()
              .db()
              .tx(tx -> engine.messages().unreadUpTo(tx, known.id(), Long.MAX_VALUE, READ_AT_ONCE));
      if (unread.isEmpty()) {
        return;
      }
      OwnState state =
          OwnState.newBuilder()
              .setRead(
                  ReadMarker.newBuilder()
                      .setConversationId(bytes(conversation))
                      .setNumber(unread.getLast().number()))
              .build();
      Optional<ConversationId> notes = ownStates.notesIfNeeded();
      engine
          .local()
          .db()
          .write(tx -> {
            ownStates.change(tx, state, notes);
            engine.receipts().read(tx, known, unread);
          });
      engine.expiry().wake();
    });
  }

  @Override
  public void typing(ConversationRef conversation) {
    Refs.run(() -> {
      ConversationId id = Refs.id(conversation);
      long now = engine.local().clock().millis();
      Long before = typedAt.put(id, now);
      if (before != null && now - before < TYPING_MILLIS) {
        typedAt.put(id, before);
        return;
      }
      engine.connection().typing(id.toArray());
    });
  }

  private UserId person(String username) {
    return engine
        .people()
        .find(username)
        .orElseThrow(
            () -> Refs.notFound("there is nobody called " + username + " in this network"));
  }

  private List<UserId> people(List<String> usernames) {
    List<UserId> users = new ArrayList<>();
    usernames.forEach(username -> users.add(person(username)));
    return users.stream().distinct().toList();
  }

  private void changed(ConversationId id) {
    engine.news().publish(new Events.Event.ConversationChanged(Refs.of(id)));
  }
}
