package dev.wardroom.client.inbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Events;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.Backoff;
import dev.wardroom.client.connection.Refused;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.messages.MessageViews;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.messages.Warnings;
import dev.wardroom.client.prekeys.OwnPrekeys;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.message.SenderTrail;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Items;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.VerifiedLogEntry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes items of the mailbox in order, saves what each changes in one transaction with the cursor,
/// then acknowledges.
///
/// One virtual thread works; [#offer] only fills a queue, which the server bounds: it sends at most
/// 256 items before they are acknowledged. When the server cannot be asked for something that an
/// item needs, the item is tried again: later ones of its conversation must not pass it.
public final class Inbox implements AutoCloseable {

  /// Of one sender device's refused messages so many are told in this time; all are kept.
  private static final int REPORTS_MAX = 10;

  private static final long REPORTS_MILLIS = 3_600_000;
  private static final int FRAMES_MAX = 1_024;
  private static final Duration RETRY_FIRST = Duration.ofMillis(250);
  private static final Duration RETRY_LONGEST = Duration.ofSeconds(30);

  /// How often what was refused for want of something is looked at, and how much at a time.
  private static final long QUARANTINE_MILLIS = 30_000;

  private static final int JUDGED_AGAIN_AT_ONCE = 20;

  /// How long the server keeps what waits, without a timer.
  private static final long WAITING_MILLIS = 30L * 86_400_000;

  /// Told what is saved; both are called on the inbox's thread.
  public interface Progressed {
    void saved(ConversationId conversation, long number);

    /// The mailbox is read to its end.
    void caughtUp();
  }

  private record Frame(long connection, Items items) {}

  private final Local local;
  private final StandIns standIns;
  private final ServerClock clock;
  private final ConversationLog log;
  private final MessageStore messages;
  private final MessageViews views;
  private final SeenStore seen;
  private final Receiving receiving;
  private final OwnStateApplier ownState;
  private final OwnPrekeys prekeys;
  private final News news;
  private final Progressed progressed;
  private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>(FRAMES_MAX);
  private final AtomicLong connection = new AtomicLong();

  /// Held while an item is taken and saved.
  private final ReentrantLock taking = new ReentrantLock();

  private long quarantineLookedAt;
  private volatile boolean closed;
  private @Nullable Thread thread;

  public Inbox(
      Local local,
      Me me,
      ServerClock clock,
      ConversationLog log,
      Parts parts,
      News news,
      Progressed progressed) {
    this.local = local;
    this.standIns = new StandIns(local, me);
    this.clock = clock;
    this.log = log;
    this.messages = parts.messages();
    this.views = parts.views();
    this.seen = parts.seen();
    this.receiving = parts.receiving();
    this.ownState = parts.ownState();
    this.prekeys = parts.prekeys();
    this.news = news;
    this.progressed = progressed;
  }

  /// The parts that only receiving uses.
  public record Parts(
      MessageStore messages,
      MessageViews views,
      SeenStore seen,
      Receiving receiving,
      OwnStateApplier ownState,
      OwnPrekeys prekeys) {}

  public void start() {
    thread = Thread.ofVirtual().name("wardroom-inbox").start(this::run);
  }

  /// A new connection: what is left of the one before comes again.
  ///
  /// @param first done while no item is being taken, and before the first one of the new connection
  public void connected(Runnable first) {
    taking.lock();
    try {
      connection.incrementAndGet();
      queue.clear();
      first.run();
    } finally {
      taking.unlock();
    }
  }

  /// @return false when the queue is full, which a server that keeps its bound never causes
  public boolean offer(Items items) {
    return queue.offer(new Frame(connection.get(), items));
  }

  private void run() {
    try {
      while (!closed) {
        Frame frame = queue.poll(500, TimeUnit.MILLISECONDS);
        if (frame != null && frame.connection() == connection.get()) {
          takeWhateverTheStoreSays(frame);
        }
        if (frame == null && local.clock().millis() >= quarantineLookedAt + QUARANTINE_MILLIS) {
          judgeAgain();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The store may be full or busy for a while: nothing is acknowledged then, and the frame is
  /// taken again. What it saved already is recognised.
  private void takeWhateverTheStoreSays(Frame frame) throws InterruptedException {
    Backoff backoff = new Backoff(RETRY_FIRST, RETRY_LONGEST, local.random());
    while (!closed && frame.connection() == connection.get()) {
      try {
        take(frame);
        return;
      } catch (StoreFailure e) {
        troubled(e);
        Thread.sleep(backoff.next());
      }
    }
  }

  private void troubled(RuntimeException e) {
    news.publish(
        new Events.Event.Warned(
            Optional.empty(),
            Warnings.view(WarningView.Kind.STORE, String.valueOf(e.getMessage()))));
  }

  private void take(Frame frame) throws InterruptedException {
    Map<ConversationId, Long> saved = new LinkedHashMap<>();
    boolean whole = true;
    for (Item item : frame.items().getItemsList()) {
      if (!patiently(frame, item)) {
        whole = false;
        break;
      }
      if (item.getConversationId().size() == ConversationId.LENGTH) {
        saved.merge(
            ConversationId.of(item.getConversationId().toByteArray()), item.getNumber(), Math::max);
      }
    }
    if (!acknowledged(frame, saved)) {
      return;
    }
    if (whole && frame.items().getCaughtUp()) {
      caughtUp();
    }
  }

  /// Numbers of one connection are never acknowledged on another: a restored server gives them out
  /// anew.
  ///
  /// @return false when the connection is another one meanwhile
  private boolean acknowledged(Frame frame, Map<ConversationId, Long> saved) {
    if (receiving.destroyedAny()) {
      local.db().forgetDeleted();
    }
    taking.lock();
    try {
      if (frame.connection() != connection.get()) {
        return false;
      }
      saved.forEach(progressed::saved);
      return true;
    } finally {
      taking.unlock();
    }
  }

  /// @return false when the connection is another one meanwhile
  private boolean patiently(Frame frame, Item item) throws InterruptedException {
    Backoff backoff = new Backoff(RETRY_FIRST, RETRY_LONGEST, local.random());
    while (!closed && frame.connection() == connection.get()) {
      try {
        if (takenNow(frame, item)) {
          return true;
        }
      } catch (Unreachable e) {
        Thread.sleep(backoff.next());
      } catch (Refused e) {
        if (!e.passing()) {
          refuse(item, e.reason().name());
          return true;
        }
        Thread.sleep(backoff.next());
      } catch (ProtocolException e) {
        refuse(item, e.error().name());
        return true;
      } catch (ClientException e) {
        // For example no room in the outbox: it is tried again, nothing later passes it.
        troubled(e);
        Thread.sleep(backoff.next());
      }
    }
    return false;
  }

  /// @return false when the connection is another one meanwhile
  private boolean takenNow(Frame frame, Item item) throws ProtocolException {
    taking.lock();
    try {
      if (frame.connection() != connection.get()) {
        return false;
      }
      take(item);
      return true;
    } finally {
      taking.unlock();
    }
  }

  private void take(Item item) throws ProtocolException {
    ConversationId id = ConversationId.fromWire(item.getConversationId().toByteArray());
    Optional<Conversation> known = log.find(id);
    if (known.isPresent() && known.get().position() >= item.getNumber()) {
      return;
    }
    take(id, item);
  }

  private void take(ConversationId id, Item item) throws ProtocolException {
    switch (item.getKindCase()) {
      case ENTRY_SIGNED -> entry(id, item);
      case MESSAGE -> {
        if (log.find(id).isEmpty()) {
          log.learn(id);
        }
        receiving.message(id, item);
      }
      case GONE -> gone(id, item);
      case KIND_NOT_SET -> advance(id, item);
    }
  }

  private void advance(ConversationId id, Item item) {
    local.db().write(tx -> log.store().advance(tx, id, item.getNumber(), 0));
  }

  private void entry(ConversationId id, Item item) throws ProtocolException {
    VerifiedLogEntry entry = log.verify(item.getEntrySigned().toByteArray());
    if (!entry.entry().conversationId().equals(id)) {
      throw new ProtocolException(
          ProtocolError.WRONG_CONVERSATION, "log entry of another conversation");
    }
    ConversationLog.Applied applied = local.db().tx(tx -> log.apply(tx, entry, item.getNumber()));
    if (applied instanceof ConversationLog.Applied.Missing) {
      log.learn(id);
      applied = local.db().tx(tx -> log.apply(tx, entry, item.getNumber()));
    }
    switch (applied) {
      case ConversationLog.Applied.Yes _, ConversationLog.Applied.Known _ ->
          saveEntry(id, entry, item);
      case ConversationLog.Applied.Earlier _ -> advance(id, item);
      case ConversationLog.Applied.Missing _ ->
          throw new ProtocolException(ProtocolError.HEAD_UNKNOWN, "entries before it are missing");
      case ConversationLog.Applied.Fork _ -> {
        advance(id, item);
        warn(Optional.of(id), WarningView.Kind.FORK);
      }
      case ConversationLog.Applied.Refused refused ->
          throw new ProtocolException(refused.error(), "log entry");
    }
    receiving.entryTaken(id, entry.entry());
  }

  private void saveEntry(ConversationId id, VerifiedLogEntry verified, Item item) {
    LogEntry entry = verified.entry();
    int warnings = log.isLate(entry) ? Warnings.bit(WarningView.Kind.LATE) : 0;
    local
        .db()
        .write(tx -> {
          if (!standIns.hasEntry(tx, id, entry)) {
            StoredMessage row = standIns.entry(entry, item, warnings);
            messages.insert(tx, row, null, null);
            StoredMessage saved = messages.find(tx, row.id(), row.device()).orElseThrow();
            tx.afterCommit(() ->
                news.publish(
                    new Events.Event.MessageArrived(local.db().tx(t -> views.view(t, saved)))));
          }
          ownState.arrived(tx, id);
          log.store().advance(tx, id, item.getNumber(), item.getAcceptedAt());
          tx.afterCommit(() -> changed(id));
        });
  }

  /// Only the server says that a message is over: it closes no gap unseen. A row says that
  /// something was there, and an alarm comes with it where nothing should have ended yet.
  private void gone(ConversationId id, Item item) throws ProtocolException {
    Gone gone = item.getGone();
    Optional<Conversation> known = log.find(id);
    if (gone.getSenderDevice().size() != DeviceId.LENGTH
        || gone.getSequence() <= 0
        || known.isEmpty()) {
      advance(id, item);
      return;
    }
    DeviceId device = DeviceId.fromWire(gone.getSenderDevice().toByteArray());
    UserId user = log.memberWith(id, device).orElse(UserId.of(new byte[UserId.LENGTH]));
    boolean early =
        gone.getWhy() == Gone.Why.WHY_EXPIRED
            && known.get().state().timers().ttlSeconds() == 0
            && item.getAcceptedAt() > clock.millis() - WAITING_MILLIS;
    int warnings = early ? Warnings.bit(WarningView.Kind.VANISHED) : 0;
    local
        .db()
        .write(tx -> {
          SenderTrail before = seen.trail(tx, id, device);
          SenderTrail after = before.gone(gone.getSequence());
          boolean gap = !before.missing().containsAll(after.missing());
          seen.saveTrail(tx, id, device, after, gap);
          if (!standIns.hasGone(tx, id, item)) {
            StoredMessage row = standIns.gone(id, item, user, device, gone.getSequence(), warnings);
            messages.insert(tx, row, null, null);
          }
          log.store().advance(tx, id, item.getNumber(), 0);
          tx.afterCommit(() -> changed(id));
        });
    if (early) {
      warn(Optional.of(id), WarningView.Kind.VANISHED);
    }
  }

  /// Kept, counted and shown; the mailbox goes on.
  private void refuse(Item item, String error) {
    if (item.getConversationId().size() != ConversationId.LENGTH) {
      // It has no place: there is nothing to keep it under, and nothing to acknowledge.
      warn(Optional.empty(), WarningView.Kind.REFUSED);
      return;
    }
    ConversationId id = ConversationId.of(item.getConversationId().toByteArray());
    DeviceId device = Receiving.claimedSender(item).orElse(DeviceId.of(new byte[DeviceId.LENGTH]));
    long now = local.clock().millis();
    long lately =
        local
            .db()
            .tx(tx -> {
              seen.quarantine(tx, device, id, item.getNumber(), error, item.toByteArray(), now);
              log.store().advance(tx, id, item.getNumber(), 0);
              return seen.quarantinedSince(tx, device, now - REPORTS_MILLIS);
            });
    if (lately <= REPORTS_MAX) {
      warn(Optional.of(id), WarningView.Kind.REFUSED);
    }
  }

  /// What was refused for want of a conversation, log entry or device list may be good by now. One
  /// that the server cannot be asked for stays for the next time.
  private void judgeAgain() {
    quarantineLookedAt = local.clock().millis();
    List<SeenStore.Quarantined> due =
        local.db().tx(tx -> seen.due(tx, quarantineLookedAt, JUDGED_AGAIN_AT_ONCE));
    for (SeenStore.Quarantined each : due) {
      try {
        Item item = Item.parseFrom(each.item());
        taking.lock();
        try {
          take(ConversationId.fromWire(item.getConversationId().toByteArray()), item);
        } finally {
          taking.unlock();
        }
        local.db().write(tx -> seen.release(tx, each));
      } catch (ProtocolException e) {
        local.db().write(tx -> seen.refusedAgain(tx, each, e.error().name(), quarantineLookedAt));
      } catch (InvalidProtocolBufferException e) {
        local.db().write(tx -> seen.release(tx, each));
      } catch (Refused e) {
        if (e.passing()) {
          return;
        }
        local.db().write(tx -> seen.refusedAgain(tx, each, e.reason().name(), quarantineLookedAt));
      } catch (Unreachable e) {
        return;
      }
    }
  }

  private void caughtUp() {
    judgeAgain();
    long now = clock.millis();
    List<SeenStore.Pending> gaps =
        local
            .db()
            .tx(tx -> {
              prekeys.readToEnd(tx, now);
              seen.forget(tx, now - SeenStore.SEEN_MILLIS);
              receiving.askAgain(tx, now);
              List<SeenStore.Pending> pending = seen.pendingGaps(tx);
              pending.forEach(each -> showGap(tx, each));
              return pending;
            });
    gaps.stream()
        .filter(gap -> !gap.trail().missing().isEmpty())
        .forEach(gap -> warn(Optional.of(gap.conversation()), WarningView.Kind.GAP));
    if (prekeys.sweep(clock.destroyMillis())) {
      receiving.forgetKeys();
      local.db().forgetDeleted();
    }
    progressed.caughtUp();
  }

  private void showGap(Tx tx, SeenStore.Pending gap) {
    if (!gap.trail().missing().isEmpty()) {
      messages
          .newestOf(tx, gap.conversation(), gap.device())
          .ifPresent(message -> Warnings.set(tx, message, WarningView.Kind.GAP, true));
    }
    seen.gapShown(tx, gap);
  }

  private void changed(ConversationId id) {
    news.publish(new Events.Event.ConversationChanged(new ConversationRef(id.toString())));
  }

  private void warn(Optional<ConversationId> id, WarningView.Kind kind) {
    news.publish(
        new Events.Event.Warned(
            id.map(each -> new ConversationRef(each.toString())),
            new WarningView(kind, Warnings.text(kind))));
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      try {
        boolean ignored = running.join(Duration.ofSeconds(25));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    receiving.close();
  }
}
