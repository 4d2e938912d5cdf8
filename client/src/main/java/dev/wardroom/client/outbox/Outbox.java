package dev.wardroom.client.outbox;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.connection.Backoff;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.messages.Warnings;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Sends what is saved, in order within each conversation, again and again if need be. Thread-safe;
/// one virtual thread sends.
public final class Outbox implements AutoCloseable {

  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_LONGEST = Duration.ofMinutes(2);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// Attempts while what the server gives does not hold: a person is told soon, the engine's own
  /// messages (receipts, deletions, asks) have the time of a long outage.
  private static final int FAULTS_MAX = 5;

  private static final int OWN_FAULTS_MAX = 20;

  /// Places in line that receipts and asks for what could not be opened leave free.
  private static final int ROOM_FOR_PERSONS = 1_000;

  /// Reasons why messages failed, for those who wait.
  private static final int REASONS_MAX = 1_000;

  private final Local local;
  private final ServerClock clock;
  private final OutboxStore store;
  private final MessageStore messages;
  private final Expiry expiry;
  private final Sender sending;
  private final News news;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private final Map<MessageId, ClientException> failures = Newest.bounded(REASONS_MAX);
  private final Map<MessageId, Integer> faults = new ConcurrentHashMap<>();
  private boolean closed;
  private boolean woken;
  private @Nullable Thread thread;
  private @Nullable ClientException lastTrouble;

  public Outbox(
      Local local,
      ServerClock clock,
      MessageStore messages,
      Expiry expiry,
      OutboxStore store,
      Sender sending,
      News news) {
    this.local = local;
    this.clock = clock;
    this.store = store;
    this.messages = messages;
    this.expiry = expiry;
    this.sending = sending;
    this.news = news;
    this.backoff = new Backoff(RETRY_FIRST, RETRY_LONGEST, local.random());
  }

  /// The server said which incarnation it is.
  public void announced(byte[] incarnation) {
    new OwnPlaces(local).announced(incarnation);
  }

  /// After a restore of the server, which knows this device's place in a conversation as it was:
  /// what it has lost is put in line again, before all that waits.
  ///
  /// @param digest of the last message that it has, empty when there is none
  /// @return how many messages that are
  public int offerAgain(Tx tx, ConversationId conversation, long lastSequence, byte[] digest) {
    tx.afterCommit(this::wake);
    return sending.offerAgain(tx, conversation, lastSequence, digest);
  }

  /// After a restore of the server: what waits is sealed anew.
  public void resealAll(Tx tx) {
    store.clearRequests(tx);
    tx.afterCommit(this::wake);
  }

  /// Gives a waiting message up, unless it may have reached the server.
  ///
  /// @return false when it may have
  public boolean discard(Tx tx, MessageId id) {
    Optional<OutboxStore.Waiting> waiting = store.find(tx, id);
    if (waiting.isPresent() && waiting.get().request().isPresent()) {
      return false;
    }
    store.remove(tx, id);
    return true;
  }

  /// Somebody's devices changed: the next message looks at who must be encrypted to.
  public void devicesChanged() {
    sending.devicesChanged();
  }

  /// Draws a message id.
  public MessageId newId() {
    return MessageId.of(clock.millis(), local.randomBytes(MessageId.RANDOM_LENGTH));
  }

  /// Whether a small message of the engine may be put in line; persons' messages find room longer.
  public boolean hasRoom(Tx tx) {
    return store.count(tx) < OutboxStore.WAITING_MAX - ROOM_FOR_PERSONS;
  }

  /// Puts a message in line, in the caller's transaction.
  public void enqueue(Tx tx, Outgoing outgoing) {
    store.insert(tx, outgoing);
    tx.afterCommit(this::wake);
  }

  /// A small message of the engine itself: receipts, own state, cards.
  public void enqueue(
      Tx tx,
      dev.wardroom.wire.id.ConversationId conversation,
      dev.wardroom.schema.v1.Content content,
      MessageScope scope) {
    enqueue(tx, new Outgoing(newId(), conversation, content, scope, Urgency.SILENT, 0));
  }

  public long waiting() {
    return local.db().tx(store::count);
  }

  /// Starts sending, or looks again at once.
  public void wake() {
    lock.lock();
    try {
      woken = true;
      if (thread == null && !closed) {
        thread = Thread.ofVirtual().name("wardroom-outbox").start(this::run);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The server is there again: nothing waits for its pause to end.
  public void connected() {
    local.db().write(store::hurry);
    backoff.succeeded();
    wake();
  }

  /// Waits until the server has this message on disk.
  ///
  /// @throws ClientException REFUSED when it was given up; UNREACHABLE or TIMEOUT when it is still
  ///   waiting
  public void awaitAccepted(MessageId id, Duration patience) {
    wake();
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (true) {
        ClientException failure = failures.get(id);
        if (failure != null) {
          throw failure;
        }
        if (local.db().tx(tx -> store.find(tx, id)).isEmpty()) {
          return;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || closed) {
          throw stillWaiting();
        }
        long ignored = changed.awaitNanos(Math.min(left, Duration.ofMillis(500).toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stillWaiting();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing is in line that can be sent now, or the patience ends.
  public void drain(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (!closed && System.nanoTime() < deadline && local.db().tx(store::anyDue)) {
        long ignored = changed.awaitNanos(Duration.ofMillis(100).toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private ClientException stillWaiting() {
    ClientException trouble = lastTrouble;
    return trouble != null
        ? trouble
        : new ClientException(
            ClientException.Kind.TIMEOUT,
            "the server has not answered yet: the message is saved and is sent later by itself");
  }

  private void run() {
    try {
      while (true) {
        boolean sentAny = sendHeadsOrWait();
        Duration pause = sentAny ? Duration.ZERO : pause();
        lock.lock();
        try {
          if (closed) {
            return;
          }
          if (!sentAny && !woken) {
            long ignored = changed.awaitNanos(pause.toNanos());
          }
          woken = false;
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.lock();
      try {
        thread = null;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private Duration pause() {
    long now = local.clock().millis();
    try {
      long keysEnd = sending.sweep().orElse(Long.MAX_VALUE);
      long until = Math.min(keysEnd, local.db().tx(store::nextAt));
      return Duration.ofMillis(Math.clamp(until - now, 1, IDLE.toMillis()));
    } catch (StoreFailure e) {
      return RETRY_FIRST;
    }
  }

  /// The store may be full or busy for a while: what waits is tried again.
  private boolean sendHeadsOrWait() throws InterruptedException {
    try {
      return sendHeads();
    } catch (StoreFailure e) {
      news.publish(
          new Events.Event.Warned(
              Optional.empty(),
              Warnings.view(WarningView.Kind.STORE, String.valueOf(e.getMessage()))));
      Thread.sleep(backoff.next());
      return !isClosed();
    }
  }

  /// @return true when one was accepted or given up: there may be more
  private boolean sendHeads() {
    boolean any = false;
    for (OutboxStore.Waiting head : local.db().tx(store::heads)) {
      if (isClosed()) {
        return false;
      }
      if (head.nextAt() <= local.clock().millis()) {
        any |= send(head);
      }
    }
    return any;
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean send(OutboxStore.Waiting head) {
    MessageId id = head.outgoing().id();
    try {
      sending.send(head);
      backoff.succeeded();
      faults.remove(id);
      settled(head, null);
      return true;
    } catch (Unreachable e) {
      postpone(
          head,
          backoff.next(),
          new ClientException(
              ClientException.Kind.UNREACHABLE,
              e.getMessage() + "; the message is saved and is sent later by itself",
              e));
      return false;
    } catch (Refused e) {
      return refused(head, e);
    } catch (ClientException e) {
      giveUp(id, e, head);
      return true;
    } catch (ProtocolException e) {
      return faulty(head, e);
    }
  }

  /// What the server gave does not hold now; it may once lists, logs and clocks agree again. A fork
  /// does not pass.
  private boolean faulty(OutboxStore.Waiting head, ProtocolException e) {
    MessageId id = head.outgoing().id();
    ClientException trouble =
        new ClientException(
            ClientException.Kind.NOT_AUTHENTIC,
            "not sent: what the server gave does not hold ("
                + e.error()
                + "); tell your administrator",
            e);
    int most = local.db().tx(tx -> messages.find(tx, id)).isPresent() ? FAULTS_MAX : OWN_FAULTS_MAX;
    int times = faults.merge(id, 1, Integer::sum);
    if (e.error() == ProtocolError.LOG_FORK || times >= most) {
      giveUp(id, trouble, head);
      return true;
    }
    local.db().write(tx -> store.clearRequest(tx, id));
    postpone(head, backoff.next(), trouble);
    return false;
  }

  private boolean refused(OutboxStore.Waiting head, Refused e) {
    if (e.reason() == Reason.REASON_CLOCK) {
      // The refusal told the server's time: sealed again with it.
      local.db().write(tx -> store.clearRequest(tx, head.outgoing().id()));
    }
    boolean again =
        e.passing()
            || e.reason() == Reason.REASON_CLOCK
            || e.reason() == Reason.REASON_NOT_SIGNED_IN;
    if (again) {
      Duration wait = backoff.next();
      postpone(
          head,
          wait.compareTo(e.retryAfter()) > 0 ? wait : e.retryAfter(),
          new ClientException(ClientException.Kind.UNREACHABLE, String.valueOf(e.getMessage()), e));
      return false;
    }
    giveUp(
        head.outgoing().id(),
        new ClientException(ClientException.Kind.REFUSED, String.valueOf(e.getMessage()), e),
        head);
    return true;
  }

  private void postpone(OutboxStore.Waiting head, Duration wait, ClientException trouble) {
    local
        .db()
        .write(tx ->
            store.postpone(tx, head.outgoing().id(), local.clock().millis() + wait.toMillis()));
    lock.lock();
    try {
      lastTrouble = trouble;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(MessageId id, ClientException reason, OutboxStore.Waiting head) {
    local
        .db()
        .write(tx -> {
          faults.remove(id);
          store.remove(tx, id);
          messages.setDelivery(tx, id, DeliveryState.FAILED);
          messages
              .find(tx, id)
              .filter(StoredMessage::own)
              .ifPresent(m -> Warnings.set(tx, m, WarningView.Kind.NOT_SENT, true));
        });
    settled(head, reason);
  }

  private void settled(OutboxStore.Waiting head, @Nullable ClientException failure) {
    MessageId id = head.outgoing().id();
    lock.lock();
    try {
      if (failure == null) {
        lastTrouble = null;
      } else {
        failures.put(id, failure);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    expiry.wake();
    ConversationRef conversation = new ConversationRef(head.outgoing().conversation().toString());
    news.publish(new Events.Event.MessageChanged(conversation, new MessageRef(id.toString())));
    if (failure != null) {
      news.publish(
          new Events.Event.Warned(
              Optional.of(conversation),
              new WarningView(WarningView.Kind.NOT_SENT, String.valueOf(failure.getMessage()))));
    }
  }

  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      try {
        boolean ignored = running.join(Duration.ofSeconds(25));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
