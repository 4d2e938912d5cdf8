package dev.wardroom.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.store.BareHome;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a message, by what its sending ends with; without a server.
class OutboxTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ConversationId WHERE = ConversationId.of(new byte[ConversationId.LENGTH]);

  @TempDir Path folder;
  private BareHome home;
  private Outbox outbox;
  private Scripted sender;

  /// Ends as it is told, then accepts.
  private static final class Scripted implements Sender {
    private final Deque<Exception> endings = new ArrayDeque<>();
    private final BareHome home;
    private final OutboxStore store;
    private int attempts;

    private Scripted(BareHome home) {
      this.home = home;
      this.store = new OutboxStore(home.local());
    }

    private synchronized void then(List<? extends Exception> ends) {
      endings.addAll(ends);
    }

    @Override
    public synchronized void send(OutboxStore.Waiting waiting) throws ProtocolException {
      attempts++;
      Exception end = endings.poll();
      if (end instanceof ProtocolException fault) {
        throw fault;
      }
      if (end instanceof RuntimeException failure) {
        throw failure;
      }
      home.local().db().write(tx -> store.remove(tx, waiting.outgoing().id()));
    }

    @Override
    public int offerAgain(Tx tx, ConversationId conversation, long lastSequence, byte[] digest) {
      throw new AssertionError("no server was restored here");
    }

    @Override
    public void devicesChanged() {
      // Nothing is remembered here.
    }

    @Override
    public Optional<Long> sweep() {
      return Optional.empty();
    }

    private synchronized int attempts() {
      return attempts;
    }
  }

  @BeforeEach
  void open() {
    home = BareHome.in(folder);
    ServerClock clock = new ServerClock(Clock.systemUTC());
    MessageStore messages = new MessageStore(home.local());
    News news = new News();
    sender = new Scripted(home);
    outbox =
        new Outbox(
            home.local(),
            clock,
            messages,
            new Expiry(home.local(), clock, messages, news),
            sender.store,
            sender,
            news);
  }

  @AfterEach
  void close() {
    outbox.close();
    home.close();
  }

  private MessageId enqueued() {
    MessageId id = outbox.newId();
    home.local()
        .db()
        .write(tx ->
            outbox.enqueue(
                tx,
                new Outgoing(
                    id,
                    WHERE,
                    Content.getDefaultInstance(),
                    MessageScope.conversation(),
                    Urgency.SILENT,
                    0)));
    return id;
  }

  @Test
  void whatDoesNotHoldNowIsTriedAgain() {
    sender.then(
        List.of(
            new ProtocolException(ProtocolError.LIST_UNKNOWN, "list"),
            new ProtocolException(ProtocolError.CLOCK_AHEAD, "clock")));
    outbox.awaitAccepted(enqueued(), PATIENCE);
    assertThat(sender.attempts()).isEqualTo(3);
  }

  @Test
  void membersThatKeepChangingOnlyDelay() {
    sender.then(List.of(new Unreachable("members keep changing")));
    outbox.awaitAccepted(enqueued(), PATIENCE);
    assertThat(sender.attempts()).isEqualTo(2);
  }

  @Test
  void aForkIsFinal() {
    sender.then(List.of(new ProtocolException(ProtocolError.LOG_FORK, "conversation")));
    MessageId id = enqueued();
    assertThatThrownBy(() -> outbox.awaitAccepted(id, PATIENCE))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_AUTHENTIC));
    assertThat(sender.attempts()).isEqualTo(1);
  }

  @Test
  void theEnginesOwnMessagesLeaveRoomForPersons() {
    boolean room =
        home.local()
            .db()
            .tx(tx -> {
              for (int i = 0; i < 8_999; i++) {
                sender.store.insert(tx, outgoing());
              }
              boolean before = outbox.hasRoom(tx);
              sender.store.insert(tx, outgoing());
              return before && !outbox.hasRoom(tx);
            });
    assertThat(room).isTrue();
  }

  private Outgoing outgoing() {
    return new Outgoing(
        outbox.newId(),
        WHERE,
        Content.getDefaultInstance(),
        MessageScope.conversation(),
        Urgency.SILENT,
        0);
  }
}
