package dev.wardroom.server.mailbox.delivery;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Notice;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.EntryAppended;
import dev.wardroom.server.mailbox.sending.MessageAccepted;
import dev.wardroom.wire.id.DeviceId;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells connected devices of accepted messages and entries, in the order of their commits, on a
/// thread of its own: the committing thread goes on to the next commit.
///
/// Messages are handed over from memory. Entries are few: their readers are woken and read them.
/// Both go through one queue, because a message that overtook the entry before it would be handed
/// over alone, and its acknowledgement would cover the entry.
///
/// A full queue and a failure lose nothing: the devices are told to read their mailboxes instead.
public final class Fanout implements AutoCloseable {
  /// Messages that wait to be handed over; about 2 KB each.
  private static final int QUEUE_MAX = 8_192;

  private static final long POLL_MILLIS = 500;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

  /// What was committed and is not yet told.
  private sealed interface News {
    record Message(Committed committed) implements News {}

    record Entry(EntryAppended appended) implements News {}
  }

  private final BlockingQueue<News> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Connections connections;
  private final Thread thread;
  private volatile boolean closing;

  Fanout(Connections connections) {
    this.connections = connections;
    this.thread = Thread.ofPlatform().name("fanout").daemon(true).unstarted(this::loop);
  }

  public void start() {
    thread.start();
  }

  /// A message was committed; on the committing thread.
  void accepted(MessageAccepted accepted) {
    tell(new News.Message(new Committed(accepted)));
  }

  /// An entry was committed; on the committing thread.
  void appended(EntryAppended entry) {
    tell(new News.Entry(entry));
  }

  private void tell(News news) {
    if (!queue.offer(news)) {
      wake(news);
    }
  }

  private void wake(News news) {
    Iterable<Audience.Place> places =
        switch (news) {
          case News.Message(Committed message) -> message.audience().places();
          case News.Entry(EntryAppended entry) -> entry.readers();
        };
    places.forEach(place -> connections.wake(place.device()));
  }

  private void loop() {
    while (!closing) {
      try {
        News next = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          pass(next);
        }
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private void pass(News news) {
    try {
      switch (news) {
        case News.Message(Committed message) -> handOver(message);
        case News.Entry(EntryAppended entry) -> announce(entry);
      }
    } catch (RuntimeException failed) {
      LOG.error("news was not handed over from memory; devices read it instead", failed);
      wake(news);
    }
  }

  private void announce(EntryAppended entry) {
    Notice added =
        Notice.newBuilder()
            .setWhat(Notice.What.WHAT_CONVERSATION)
            .setConversationId(ByteString.copyFrom(entry.name().conversation().toArray()))
            .build();
    for (Audience.Place place : entry.readers()) {
      if (entry.added().contains(place.user())) {
        connections.notice(place.device(), added);
      }
      connections.wake(place.device());
    }
  }

  private void handOver(Committed message) {
    DeviceId sender = message.item().senderDevice();
    for (Audience.Place place : message.audience().places()) {
      if (place.device().equals(sender)) {
        connections.own(place.device(), message.name(), message.item().number());
      } else {
        connections.offer(place.device(), message);
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
