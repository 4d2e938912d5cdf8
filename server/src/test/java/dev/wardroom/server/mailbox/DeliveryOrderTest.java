package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Notice;
import dev.wardroom.schema.v1.Presence;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.Typing;
import dev.wardroom.server.conversations.AppendResult;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.socket.DeliveryReader;
import dev.wardroom.server.edge.socket.LiveDevice;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a connection is told, in which order.
final class DeliveryOrderTest {
  /// All but one reader of the embedded store: the entry itself is checked by a read.
  private static final int READS_HELD = 2;

  private static final int WAIT_SECONDS = 30;

  /// A connection that notes what it is told.
  private static final class Noting implements LiveDevice {
    private final SignedInDevice device;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private Noting(TestWorld world, Device device) {
      this.device =
          new SignedInDevice(
              world.people.network(), device.user(), device.id(), Bytes.EMPTY, Long.MAX_VALUE);
    }

    @Override
    public SignedInDevice device() {
      return device;
    }

    @Override
    public void offer(Object committed) {
      told.add("offer");
    }

    @Override
    public void wake() {
      told.add("wake");
    }

    @Override
    public void notice(Notice notice) {
      told.add("notice");
    }

    @Override
    public void typing(Typing typing) {
      told.add("typing");
    }

    @Override
    public void presence(Presence presence) {
      told.add("presence");
    }

    @Override
    public void end(Refusal why) {
      told.add("end");
    }

    private String next() throws InterruptedException {
      String next = told.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    }
  }

  /// A group of two, in which everything so far was read.
  private static final class Read {
    private final TestWorld world;
    private final Person alice;
    private final Person bob;
    private final TestLogs.First log;
    private final LeaseId lease;
    private final Noting live;
    private final DeliveryReader reader;

    private Read(Kernel kernel) {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(1);
      bob = world.people.person(1);
      log = world.logs.first(ConversationKind.GROUP, alice, bob);
      world.conversations.create(world.people.caller(alice.device(0)), log.signed());
      lease = world.lease(alice.device(0), log.id());
      world.acknowledge(bob.device(0), log.id(), 1);
      live = new Noting(world, bob.device(0));
      reader = world.mailbox.delivery().deliveries().open(live.device(), live);
      assertThat(reader.read(256, 1_048_576).items()).isEmpty();
    }

    private SendRequest message(int sequence) {
      return world.mail.draft(alice.device(0), log.id()).sequence(sequence).lease(lease).build();
    }

    private void send(SendRequest request) {
      assertThat(world.send(alice.device(0), request)).isInstanceOf(SendResult.Accepted.class);
    }
  }

  /// Keeps every connection for reading busy until the latch falls.
  private static List<Thread> holdReads(Database db, CountDownLatch until) {
    List<Thread> holders = new ArrayList<>();
    for (int i = 0; i < READS_HELD; i++) {
      holders.add(
          Thread.startVirtualThread(() -> {
            try {
              db.read(tx -> await(until));
            } catch (Refusal | TemporaryFailure full) {
              // As many as there are connections hold one; the others were not needed.
            }
          }));
    }
    return holders;
  }

  private static boolean await(CountDownLatch until) {
    try {
      return until.await(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @EngineTest
  void aMessageNeverOvertakesTheEntryBeforeItWhateverTheDatabaseIsBusyWith(Kernel kernel)
      throws InterruptedException {
    Read pair = new Read(kernel);
    SendRequest graceful = pair.message(1);
    byte[] entry =
        pair.world.logs.next(
            pair.log.state(),
            pair.alice,
            new LogAction.Add(List.of(TestLogs.newcomer(pair.world.people.person(1)))));
    pair.world.mailbox.delivery().start();
    CountDownLatch done = new CountDownLatch(1);
    List<Thread> holders = holdReads(kernel.db(), done);
    try {
      assertThat(
              pair.world.conversations.append(
                  pair.world.people.caller(pair.alice.device(0)), pair.log.id(), entry))
          .isInstanceOf(AppendResult.Accepted.class);
      pair.send(graceful);
      List<String> told = new ArrayList<>();
      while (told.size() < 4) {
        told.add(pair.live.next());
      }
      assertThat(told)
          .as("bob is in, carol is added, the message")
          .containsExactly("notice", "wake", "wake", "offer");
    } finally {
      done.countDown();
      for (Thread holder : holders) {
        holder.join();
      }
      pair.world.mailbox.delivery().close();
    }
  }

  @EngineTest
  void theSweepWakesAConnectedDeviceWhoseWakeUpWasLost(Kernel kernel) {
    Read pair = new Read(kernel);
    kernel.workers().runOnce("mailbox-connected");
    assertThat(pair.live.told).as("nothing lies there").isEmpty();
    pair.send(pair.message(1));
    assertThat(pair.live.told).as("nobody hands over in this test").isEmpty();
    kernel.workers().runOnce("mailbox-connected");
    assertThat(pair.live.told).containsExactly("wake");
    pair.live.told.clear();
    assertThat(pair.reader.read(256, 1_048_576).items()).hasSize(1);
    kernel.workers().runOnce("mailbox-connected");
    assertThat(pair.live.told).as("it was handed out").isEmpty();
  }
}
