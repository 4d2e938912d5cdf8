package dev.wardroom.client.outbox;

import com.google.protobuf.ByteString;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.conversations.Conversation;
import dev.wardroom.client.conversations.ConversationLog;
import dev.wardroom.client.messages.StoredMessage;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.ReadReceipt;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.MessageScope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Tells authors what was read: to the author only, gathered so that there is at most one each 2 s,
/// and none in conversations of more than 32 members. What is due is saved, so that a restart
/// forgets none. Thread-safe.
public final class Receipts implements AutoCloseable {

  private static final Duration GATHERED = Duration.ofSeconds(2);
  private static final int MEMBERS_MAX = 32;
  private static final int IDS_MAX = 500;

  private final Local local;
  private final Me me;
  private final ConversationLog log;
  private final Outbox outbox;
  private final ServerClock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wardroom-receipts").factory());
  private long sentAtMillis;
  private boolean scheduled;

  public Receipts(Local local, Me me, ConversationLog log, Outbox outbox, ServerClock clock) {
    this.local = local;
    this.me = me;
    this.log = log;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Notes that messages of others were read, in the transaction that marks them.
  public void read(Tx tx, Conversation conversation, List<StoredMessage> read) {
    if (conversation.state().members().size() > MEMBERS_MAX) {
      return;
    }
    for (StoredMessage message : read) {
      if (!message.sender().equals(me.user())) {
        tx.update(
            """
            insert into receipt_due (message_id, conversation, author, read_at) values (?, ?, ?, ?)
            on conflict do nothing\
            """,
            message.id().toArray(),
            conversation.id().toArray(),
            message.sender().toArray(),
            clock.millis());
      }
    }
    tx.afterCommit(this::soon);
  }

  private void soon() {
    synchronized (timer) {
      if (scheduled) {
        return;
      }
      long wait = Math.max(0, sentAtMillis + GATHERED.toMillis() - local.clock().millis());
      try {
        scheduled = true;
        Future<?> ignored = timer.schedule(this::flushSoon, wait, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // Closed meanwhile: what is due is saved, and goes out with the next session.
        scheduled = false;
      }
    }
  }

  private record Due(ConversationId conversation, UserId author) {}

  /// Puts what is due in line now.
  public void flush() {
    synchronized (timer) {
      scheduled = false;
      sentAtMillis = local.clock().millis();
    }
    local.db().write(this::enqueue);
  }

  /// What cannot be put in line now stays due, for the next receipt or connection.
  private void flushSoon() {
    try {
      flush();
    } catch (StoreFailure e) {
      synchronized (timer) {
        scheduled = false;
      }
    }
  }

  private void enqueue(Tx tx) {
    if (!outbox.hasRoom(tx)) {
      return;
    }
    Map<Due, ReadReceipt.Builder> receipts = new LinkedHashMap<>();
    List<MessageId> sent =
        tx.list(
            "select message_id, conversation, author, read_at from receipt_due order by read_at limit "
                + IDS_MAX,
            row -> {
              Due due =
                  new Due(
                      ConversationId.of(row.bytes("conversation")), UserId.of(row.bytes("author")));
              ReadReceipt.Builder receipt =
                  receipts.computeIfAbsent(due, _ -> ReadReceipt.newBuilder());
              receipt.addMessageIds(ByteString.copyFrom(row.bytes("message_id")));
              receipt.setReadAt(row.number("read_at"));
              return MessageId.of(row.bytes("message_id"));
            });
    receipts.forEach((due, receipt) -> {
      boolean stillMember =
          log.store()
              .find(tx, due.conversation())
              .filter(conversation -> conversation.leftAt() == 0)
              .filter(conversation -> conversation.state().member(due.author()).isPresent())
              .isPresent();
      if (stillMember) {
        outbox.enqueue(
            tx,
            due.conversation(),
            Content.newBuilder().setReadReceipt(receipt).build(),
            new MessageScope.OneUser(due.author()));
      }
    });
    sent.forEach(
        id -> tx.update("delete from receipt_due where message_id = ?", (Object) id.toArray()));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
