package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Events.Event;
import dev.wardroom.client.accounts.Identity;
import dev.wardroom.client.connection.ClockMemory;
import dev.wardroom.client.connection.Incoming;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.messages.Warnings;
import dev.wardroom.client.people.People;
import dev.wardroom.client.restore.ServerRestore;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.Presence;
import dev.wardroom.schema.v1.PresenceState;
import dev.wardroom.schema.v1.RoomCard;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.schema.v1.Welcome;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// What the connection brings, to whom it goes; and the work that follows: prekeys, statements,
/// device lists, restores. That work runs on one background thread in order. Each task has a name:
/// a second one of the same name takes the place of the first, so that no flood of notices fills
/// the queue or is lost; what the server does not answer is done again after the next connection.
final class Coordinator implements Incoming, AutoCloseable {

  /// Names are those of conversations and people, which have limits of their own.
  private static final int TASKS_MAX = 100_000;

  private final Engine engine;
  private final ServerRestore restore;
  private final ThreadPoolExecutor work =
      new ThreadPoolExecutor(
          1,
          1,
          5,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          Thread.ofVirtual().name("wardroom-work").factory(),
          // One run that has not begun does all that is due by then.
          new ThreadPoolExecutor.DiscardPolicy());
  // Both guarded by due.
  private final Map<String, Refs.Task> due = new LinkedHashMap<>();
  private final Map<String, Refs.Task> unanswered = new LinkedHashMap<>();

  Coordinator(Engine engine) {
    this.engine = engine;
    this.restore =
        new ServerRestore(
            engine.local(),
            engine.api(),
            engine.log(),
            engine.outbox(),
            engine.prekeys(),
            (id, text) -> engine.warn(id, WarningView.Kind.RESTORED, text));
    work.allowCoreThreadTimeOut(true);
  }

  @Override
  public byte[] incarnation() {
    return restore.incarnation();
  }

  /// A restored server is met before its first item is taken, and while nothing of the connection
  /// before is: else an item at or below the old position would be passed over.
  @Override
  public void welcome(Welcome welcome) {
    byte[] incarnation = welcome.getIncarnation().toByteArray();
    engine.outbox().announced(incarnation);
    engine.inbox().connected(() -> restore.met(incarnation));
    engine.outbox().connected();
    later("clock", this::clockSeen);
  }

  private void clockSeen() {
    ServerClock clock = engine.api().server().clock();
    new ClockMemory(engine.local()).save(clock);
    engine.expiry().wake();
    if (clock.takeTrouble()) {
      engine.warn(Optional.empty(), WarningView.Kind.CLOCK, Warnings.text(WarningView.Kind.CLOCK));
    }
  }

  @Override
  public void items(Items items) {
    if (!engine.inbox().offer(items)) {
      throw new Unreachable("the server sent more than this device asked for");
    }
  }

  @Override
  public void typing(Typing typing) {
    try {
      engine
          .news()
          .publish(
              new Event.Typing(
                  Refs.of(ConversationId.fromWire(typing.getConversationId().toByteArray())),
                  People.ref(UserId.fromWire(typing.getUserId().toByteArray()))));
    } catch (ProtocolException e) {
      throw new Unreachable("the server sent a frame that cannot be read", e);
    }
  }

  @Override
  public void presence(Presence presence) {
    try {
      UserId user = UserId.fromWire(presence.getUserId().toByteArray());
      engine
          .news()
          .publish(
              new Event.PresenceChanged(
                  People.ref(user),
                  presence.getState() == PresenceState.PRESENCE_STATE_ONLINE,
                  presence.getState() == PresenceState.PRESENCE_STATE_AWAY));
    } catch (ProtocolException e) {
      throw new Unreachable("the server sent a frame that cannot be read", e);
    }
  }

  @Override
  public void notice(Notice notice) {
    switch (notice.getWhat()) {
      case WHAT_DEVICE_LIST -> {
        ByteString user = notice.getUserId();
        if (user.size() == 16) {
          later(
              "list " + UserId.of(user.toByteArray()),
              () -> engine.lists().refresh(List.of(UserId.of(user.toByteArray()))));
        }
      }
      case WHAT_STATEMENT -> later("statement", this::refreshStatement);
      case WHAT_PREKEYS_LOW -> later("prekeys", this::replenish);
      case WHAT_ACCOUNT ->
          later("account", () -> engine.people().fetch(List.of(engine.me().user())));
      case WHAT_CONVERSATION -> {
        ByteString id = notice.getConversationId();
        if (id.size() == ConversationId.LENGTH) {
          later(
              "conversation " + ConversationId.of(id.toByteArray()),
              () -> learned(ConversationId.of(id.toByteArray())));
        }
      }
      case WHAT_UNSPECIFIED, UNRECOGNIZED -> {
        // A newer server's notice.
      }
    }
  }

  private void learned(ConversationId id) throws ProtocolException {
    engine.log().learn(id);
    engine.news().publish(new Event.ConversationChanged(Refs.of(id)));
  }

  @Override
  public void state(ConnectionState state, String text) {
    engine.news().publish(new Event.ConnectionChanged(state, text));
  }

  /// After the mailbox was read to its end.
  void caughtUp() {
    synchronized (due) {
      unanswered.forEach(due::putIfAbsent);
      unanswered.clear();
    }
    later("restore", () -> restore.heal(Identity.listHash(engine.lists(), engine.me())));
    later("statement", this::refreshStatement);
    later("prekeys", this::replenish);
    later("receipts", () -> engine.receipts().flush());
    later("withdrawals", this::withdraw);
  }

  private void replenish() {
    int left =
        engine.prekeys().replenish(engine.api(), Identity.listHash(engine.lists(), engine.me()));
    assert left >= 0;
  }

  void refreshStatement() throws ProtocolException {
    Optional<VerifiedStatement> before = engine.statements().refresh();
    NetworkStatement now = engine.statements().newest().statement();
    boolean retentionChanged =
        before.filter(b -> !b.statement().retention().equals(now.retention())).isPresent();
    if (retentionChanged) {
      engine.warn(
          Optional.empty(),
          WarningView.Kind.RETENTION,
          now.retention().isPresent()
              ? "From now on this network keeps a copy of messages (data retention)."
              : "This network no longer keeps a copy of messages.");
    }
    if (now.isExpired(engine.api().server().clock().millis())) {
      engine.warn(
          Optional.empty(),
          WarningView.Kind.STATEMENT_ENDED,
          Warnings.text(WarningView.Kind.STATEMENT_ENDED));
    }
    new StatementRenewal(engine).renewIfDue();
  }

  /// A list moved. New devices of others are told; a new root key is remembered until it is
  /// compared; a new own device gets the titles of rooms.
  void listChanged(Optional<VerifiedDeviceList> before, VerifiedDeviceList now) {
    UserId user = now.user();
    engine.outbox().devicesChanged();
    boolean changed =
        before.filter(list -> !list.rootKeyHash().equals(now.rootKeyHash())).isPresent();
    engine
        .local()
        .db()
        .write(tx -> engine.people().store().pinRoot(tx, user, now.rootKeyHash(), changed));
    engine.people().changed(user);
    if (changed) {
      engine.warn(
          Optional.empty(),
          WarningView.Kind.ROOT_CHANGED,
          engine.people().view(user).shownName()
              + " has new keys: compare the safety number before you trust them.");
    }
    boolean added =
        before
            .filter(list ->
                now.list().devices().stream()
                    .anyMatch(device -> list.list().device(device.id()).isEmpty()))
            .isPresent();
    if (added) {
      engine.warn(
          Optional.empty(),
          WarningView.Kind.DEVICE_ADDED,
          user.equals(engine.me().user())
              ? "A device was added to your account. If it was not you, remove it and change your"
                  + " password."
              : engine.people().view(user).shownName() + " has a new device.");
      if (user.equals(engine.me().user())) {
        later("cards", this::cardsToOwnDevices);
      }
    }
  }

  private void cardsToOwnDevices() {
    for (Conversation conversation : engine.local().db().tx(engine.log().store()::list)) {
      if (!conversation.card().title().isEmpty() && conversation.leftAt() == 0) {
        sendCard(conversation, new MessageScope.OwnDevices());
      }
    }
  }

  void sendCard(Conversation conversation, MessageScope scope) {
    Content content =
        Content.newBuilder()
            .setRoomCard(
                RoomCard.newBuilder()
                    .setTitle(conversation.card().title())
                    .setDescription(conversation.card().description()))
            .build();
    engine.local().db().write(tx -> engine.outbox().enqueue(tx, conversation.id(), content, scope));
  }

  /// What nobody has fetched yet of a recalled message goes at the server too; the recall itself
  /// reaches those who have it.
  void withdraw() {
    engine.withdrawals().flush();
  }

  /// Runs a task in the background, in the place of one of the same name that has not begun. What
  /// the server does not answer now is done again after the next connection.
  void later(String name, Refs.Task task) {
    synchronized (due) {
      if (due.size() < TASKS_MAX) {
        due.put(name, task);
      }
    }
    work.execute(this::runDue);
  }

  private void runDue() {
    while (true) {
      Map.Entry<String, Refs.Task> next;
      synchronized (due) {
        next = due.isEmpty() ? null : due.entrySet().iterator().next();
        if (next == null) {
          return;
        }
        next = Map.entry(next.getKey(), next.getValue());
        due.remove(next.getKey());
      }
      run(next.getKey(), next.getValue());
    }
  }

  private void run(String name, Refs.Task task) {
    try {
      task.run();
    } catch (Unreachable e) {
      again(name, task, e);
    } catch (Refused e) {
      if (e.passing()) {
        again(name, task, e);
      } else {
        told(e);
      }
    } catch (StoreFailure e) {
      engine.warn(
          Optional.<ConversationId>empty(),
          WarningView.Kind.STORE,
          Warnings.text(WarningView.Kind.STORE) + " (" + e.getMessage() + ")");
    } catch (ProtocolException e) {
      engine.warn(
          Optional.<ConversationId>empty(),
          WarningView.Kind.REFUSED,
          "The server gave something that does not hold (" + e.error() + ").");
    }
  }

  private void again(String name, Refs.Task task, RuntimeException why) {
    synchronized (due) {
      unanswered.put(name, task);
    }
    told(why);
  }

  private void told(RuntimeException e) {
    engine
        .news()
        .publish(
            new Event.ConnectionChanged(
                engine.connection().state(), String.valueOf(e.getMessage())));
  }

  @Override
  public void close() {
    work.shutdown();
    try {
      boolean ended = work.awaitTermination(5, TimeUnit.SECONDS);
      if (!ended) {
        work.shutdownNow();
        boolean ignored = work.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
