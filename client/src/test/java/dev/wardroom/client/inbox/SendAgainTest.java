package dev.wardroom.client.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.ServerClock;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.conversations.ConversationStore;
import dev.wardroom.client.events.News;
import dev.wardroom.client.messages.Expiry;
import dev.wardroom.client.messages.MessageStore;
import dev.wardroom.client.outbox.Outbox;
import dev.wardroom.client.outbox.OutboxStore;
import dev.wardroom.client.outbox.Sender;
import dev.wardroom.client.people.DeviceLists;
import dev.wardroom.client.store.BareHome;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendAgainTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;

  @TempDir Path folder;
  private BareHome home;
  private Outbox outbox;
  private OutboxStore waiting;
  private SendAgain sendAgain;

  /// Nothing gets out.
  private static final class Away implements Sender {
    @Override
    public void send(OutboxStore.Waiting message) {
      throw new Unreachable("away");
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
  }

  @BeforeEach
  void open() {
    home = BareHome.in(folder);
    Local local = home.local();
    Me me =
        new Me(
            NetworkId.of(new byte[16]),
            UserId.of(new byte[16]),
            DeviceId.of(new byte[16]),
            "ann",
            "http://localhost");
    ServerClock clock = new ServerClock(Clock.systemUTC());
    MessageStore messages = new MessageStore(local);
    News news = new News();
    waiting = new OutboxStore(local);
    outbox =
        new Outbox(
            local,
            clock,
            messages,
            new Expiry(local, clock, messages, news),
            waiting,
            new Away(),
            news);
    sendAgain =
        new SendAgain(
            me,
            new ConversationStore(local),
            DeviceLists.offline(local, me.network()),
            messages,
            outbox);
  }

  @AfterEach
  void close() {
    outbox.close();
    home.close();
  }

  private void unopened(Tx tx, int device, int count) {
    for (int i = 0; i < count; i++) {
      byte[] sender = new byte[16];
      sender[0] = (byte) device;
      tx.update(
          "insert into unopened (conversation, number, message_id, sender_user, sender_device, digest, at) values (?, ?, ?, ?, ?, ?, ?)",
          new byte[32],
          i + 1,
          MessageId.of(NOW, home.local().randomBytes(MessageId.RANDOM_LENGTH)).toArray(),
          sender,
          sender,
          new byte[64],
          NOW + i);
    }
  }

  private long asks(long now) {
    return home.local()
        .db()
        .tx(tx -> {
          long before = waiting.count(tx);
          sendAgain.ask(tx, now);
          return waiting.count(tx) - before;
        });
  }

  @Test
  void oneSendingDeviceIsAskedTenTimesAnHourAtMost() {
    home.local().db().write(tx -> unopened(tx, 1, 25));
    assertThat(asks(NOW)).isEqualTo(10);
    assertThat(asks(NOW + HOUR / 2)).isZero();
    home.local().db().write(tx -> unopened(tx, 2, 3));
    assertThat(asks(NOW + HOUR / 2)).as("another device has its own count").isEqualTo(3);
    assertThat(asks(NOW + HOUR + 1)).isEqualTo(10);
  }

  @Test
  void askingLeavesTheLineAloneWhenItIsNearlyFull() {
    home.local()
        .db()
        .write(tx -> {
          while (outbox.hasRoom(tx)) {
            outbox.enqueue(
                tx,
                dev.wardroom.wire.id.ConversationId.of(new byte[32]),
                dev.wardroom.schema.v1.Content.getDefaultInstance(),
                dev.wardroom.wire.message.MessageScope.conversation());
          }
          unopened(tx, 1, 2);
        });
    assertThat(asks(NOW)).isZero();
  }
}
