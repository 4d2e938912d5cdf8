package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.server.conversations.AppendResult;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import java.time.Duration;
import java.util.List;

/// What somebody who does not read costs the others, and for how long.
final class AbsenceTest {
  private static final Sql ITEMS = Sql.of("select count(*) from item");
  private static final Sql BODIES =
      Sql.of("select count(*) from item where kind <> 2 and body is not null");
  private static final Sql UNFOLDED =
      Sql.of("select head_number - folded_number from conversation");
  private static final Sql LEASES = Sql.of("select count(*) from lease");
  private static final Sql SETTLED =
      Sql.of("select count(*) from lease where last_number is not null");
  private static final Sql PLACES = Sql.of("select count(*) from reader where device_id = :device");
  private static final Sql RETAIN =
      Sql.of("update reader set retention = 1 where device_id = :device");
  private static final Sql SET_HEAD = Sql.of("update conversation set head_number = :head");
  private static final Sql APPEND =
      Sql.of(
          """
          insert into item (network_id, conversation_id, number, kind, message_id, sender_user,
            sender_device, sequence, digest, accepted_at, body)
          values (:network, :conversation, :number, 1, :message, :user, :device, :sequence, :digest,
            :accepted, :body)
          """);

  /// Alice writes; bob and carol have a device each.
  private static final class Three {
    private final Kernel kernel;
    private final TestWorld world;
    private final Person alice;
    private final Person bob;
    private final Person carol;
    private final TestLogs.First log;

    private Three(Kernel kernel) {
      this.kernel = kernel;
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(1);
      bob = world.people.person(1);
      carol = world.people.person(1);
      log = world.logs.first(ConversationKind.GROUP, alice, bob, carol);
      world.conversations.create(world.people.caller(alice.device(0)), log.signed());
    }

    private SendResult send(int sequence, long ttlSeconds) {
      Device sender = alice.device(0);
      LeaseId lease = world.lease(sender, log.id());
      return world.send(
          sender,
          world
              .mail
              .draft(sender, log.id())
              .sequence(sequence)
              .ttlSeconds(ttlSeconds)
              .lease(lease)
              .build());
    }

    private void sent(int sequence) {
      assertThat(send(sequence, 0)).isInstanceOf(SendResult.Accepted.class);
    }

    private void remove(Person person) {
      byte[] entry =
          world.logs.next(log.state(), alice, new LogAction.Remove(List.of(person.id())));
      assertThat(world.conversations.append(world.people.caller(alice.device(0)), log.id(), entry))
          .isInstanceOf(AppendResult.Accepted.class);
    }

    private void acknowledge(Person person, long number) {
      world.acknowledge(person.device(0), log.id(), number);
    }

    private void run(String worker) {
      while (kernel.workers().runOnce(worker)) {
        // A worker's thread goes on at once as long as more is waiting.
      }
    }

    private long count(Sql sql) {
      return kernel.db().read(tx -> tx.with(sql).one(row -> row.number(1)));
    }

    private long places(Person person) {
      byte[] device = person.device(0).id().toArray();
      return kernel
          .db()
          .read(tx -> tx.with(PLACES).set("device", device).one(row -> row.number(1)));
    }

    private long clock() {
      return kernel.clock().millis();
    }

    private void setHead(long head) {
      kernel.db().tx(tx -> tx.with(SET_HEAD).set("head", head).update());
    }

    /// Messages of alice's at the positions from 2 on, without exchanges.
    private void fill(int messages) {
      Audience.Name name = world.people.caller(alice.device(0)).name(log.id());
      kernel
          .db()
          .tx(tx -> {
            for (int i = 1; i <= messages; i++) {
              Query message =
                  tx.with(APPEND)
                      .set("network", name.network().toArray())
                      .set("conversation", name.conversation().toArray());
              message
                  .set("number", i + 1L)
                  .set("message", MessageId.of(clock(), world.people.bytes(10)).toArray())
                  .set("user", alice.id().toArray())
                  .set("device", alice.device(0).id().toArray())
                  .set("sequence", (long) i)
                  .set("digest", world.people.bytes(64))
                  .set("accepted", clock())
                  .set("body", world.people.bytes(8))
                  .updateOne();
            }
            return messages;
          });
      setHead(messages + 1L);
    }
  }

  @EngineTest
  void theRemovedDeviceOfSomebodyWhoLeftHoldsNothingBack(Kernel kernel) {
    Three three = new Three(kernel);
    three.sent(1);
    three.remove(three.bob);
    three.acknowledge(three.alice, 3);
    three.acknowledge(three.carol, 3);
    three.run("mailbox-clear");
    assertThat(three.count(ITEMS)).as("bob may still read until he was removed").isEqualTo(3);
    three.world.listChanged(three.bob, three.bob.device(0).id());
    three.acknowledge(three.carol, 3);
    three.run("mailbox-clear");
    assertThat(three.count(ITEMS)).isZero();
  }

  @EngineTest
  void aDeviceThatNeverReadsHoldsNoPlaceOnceWhatWaitedIsGone(Kernel kernel, FakeClock clock) {
    Three three = new Three(kernel);
    three.sent(1);
    three.remove(three.bob);
    three.acknowledge(three.alice, 3);
    clock.advance(Duration.ofDays(89));
    three.run("mailbox-round");
    assertThat(three.places(three.bob)).isEqualTo(1);
    clock.advance(Duration.ofDays(2));
    three.run("mailbox-round");
    assertThat(three.places(three.bob)).isZero();
    assertThat(three.places(three.carol)).as("carol is still in").isEqualTo(1);
    assertThat(three.count(ITEMS)).isZero();
  }

  @EngineTest
  void fullEndsOnceOldMessagesWereEmptied(Kernel kernel, FakeClock clock) {
    Three three = new Three(kernel);
    three.setHead(MailboxLimits.WAITING_PER_CONVERSATION_MAX);
    assertThatThrownBy(() -> three.send(1, 0)).isInstanceOf(Refusal.class);
    clock.advance(Duration.ofDays(31));
    assertThatThrownBy(() -> three.send(1, 0)).isInstanceOf(Refusal.class);
    three.run("mailbox-round");
    three.sent(1);
  }

  @EngineTest
  void oneRoundEmptiesAllThatIsOld(Kernel kernel, FakeClock clock) {
    Three three = new Three(kernel);
    three.fill(MailboxLimits.SWEEP_ROWS * 2 + 100);
    clock.advance(Duration.ofDays(31));
    kernel.workers().runOnce("mailbox-round");
    assertThat(three.count(BODIES)).isZero();
    assertThat(three.count(ITEMS)).isEqualTo(MailboxLimits.SWEEP_ROWS * 2 + 101);
  }

  @EngineTest
  void sendersRowsAreBroughtUpToDateThoughSomebodyDoesNotRead(Kernel kernel) {
    Three three = new Three(kernel);
    three.fill(4_100);
    three.acknowledge(three.alice, 4_101);
    three.run("mailbox-clear");
    assertThat(three.count(UNFOLDED)).isLessThanOrEqualTo(MailboxLimits.UNFOLDED_MAX);
    three.sent(4_101);
  }

  @EngineTest
  void aLeaseIsSettledOnlyWhenNoSendUnderWayCanNameIt(Kernel kernel, FakeClock clock) {
    Three three = new Three(kernel);
    three.sent(1);
    clock.advance(Duration.ofMillis(MailboxLimits.LEASE_MILLIS).plus(Duration.ofMinutes(9)));
    three.run("mailbox-round");
    assertThat(three.count(SETTLED)).isZero();
    clock.advance(Duration.ofMinutes(2));
    three.run("mailbox-round");
    assertThat(three.count(SETTLED)).isEqualTo(1);
  }

  @EngineTest
  void aLeaseForOneMessageGoesWithItsMessage(Kernel kernel) {
    Three three = new Three(kernel);
    three.world.people.setPlenty(true);
    three.sent(1);
    three.sent(2);
    assertThat(three.count(SETTLED)).isEqualTo(2);
    for (Person person : List.of(three.alice, three.bob, three.carol)) {
      three.acknowledge(person, 2);
    }
    three.run("mailbox-clear");
    assertThat(three.count(LEASES)).as("the second message still names one").isEqualTo(1);
    assertThat(three.world.waiting(three.bob.device(0)).getLast().getMessage().getLeaseRecord())
        .isNotEmpty();
  }

  @EngineTest
  void whatWasKeptForRetentionGoesOnceItHasReadIt(Kernel kernel, FakeClock clock) {
    Three three = new Three(kernel);
    byte[] archive = three.bob.device(0).id().toArray();
    kernel.db().tx(tx -> tx.with(RETAIN).set("device", archive).update());
    assertThat(three.send(1, 1)).isInstanceOf(SendResult.Accepted.class);
    clock.advance(Duration.ofSeconds(2));
    three.run("mailbox-expire");
    assertThat(three.count(BODIES)).as("kept for retention").isEqualTo(1);
    three.acknowledge(three.bob, 2);
    three.run("mailbox-clear");
    assertThat(three.count(BODIES)).isZero();
    assertThat(three.world.waiting(three.carol.device(0))).hasSize(2);
  }
}
