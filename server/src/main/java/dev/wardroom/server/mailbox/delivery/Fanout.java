package dev.wardroom.server.mailbox.delivery;

import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.mailbox.sending.MessageAccepted;
import dev.wardroom.wire.id.DeviceId;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands accepted messages to connected devices, in the order of their commits, on a thread of its
/// own: the committing thread goes on to the next commit.
///
/// A full queue loses nothing: the devices are told to read their mailboxes instead.
public final class Fanout implements AutoCloseable {
  /// Messages that wait to be handed over; about 2 KB each.
  private static final int QUEUE_MAX = 8_192;

  private static final long POLL_MILLIS = 500;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

  private final BlockingQueue<Committed> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
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
    Committed committed = new Committed(accepted);
    if (!queue.offer(committed)) {
      for (Audience.Place place : committed.audience().places()) {
        connections.wake(place.device());
      }
    }
  }

  private void loop() {
    while (!closing) {
      try {
        Committed next = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          handOver(next);
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failed) {
        LOG.error(
            "a message was not handed over from memory; devices read it at their next wake-up",
            failed);
      }
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
