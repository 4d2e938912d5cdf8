package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Acknowledgement;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.conversations.TestPeople;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import java.time.Duration;
import java.util.List;

final class SweepTest {
  private static final Sql ITEMS = Sql.of("select count(*) from item");
  private static final Sql SHARDS = Sql.of("select count(*) from exchange_shard");
  private static final Sql LEASES = Sql.of("select count(*) from lease");
  private static final Sql RECORDS = Sql.of("select count(*) from lease_shard");

  private static long count(Kernel kernel, Sql sql) {
    return kernel.db().read(tx -> tx.with(sql).one(row -> row.number(1)));
  }

  private static void accepted(SendResult result) {
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
  }

  @EngineTest
  void whatAllHavePassedGoesAndWhatOneHasNotStays(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person alice = world.people.person(1);
    Person bob = world.people.person(2);
    ConversationId id = world.create(ConversationKind.DIRECT, alice, bob);
    LeaseId lease = world.lease(alice.device(0), id);
    for (int i = 1; i <= 3; i++) {
      accepted(
          world.send(
              alice.device(0),
              world.mail.draft(alice.device(0), id).sequence(i).lease(lease).build()));
    }
    world.acknowledge(alice.device(0), id, 4);
    world.acknowledge(bob.device(0), id, 4);
    world.acknowledge(bob.device(1), id, 2);
    kernel.workers().runOnce("mailbox-clear");
    assertThat(count(kernel, ITEMS)).isEqualTo(2);
    assertThat(world.waiting(bob.device(1)).stream().map(Item::getNumber)).containsExactly(3L, 4L);
    world.acknowledge(bob.device(1), id, 4);
    kernel.workers().runOnce("mailbox-clear");
    assertThat(count(kernel, ITEMS)).isZero();
  }

  @EngineTest
  void aLeaseAndItsRecordsGoOnceItIsOverAndNothingThatNamesItWaits(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    ConversationId id = world.create(ConversationKind.DIRECT, alice, bob);
    LeaseId lease = world.lease(alice.device(0), id);
    accepted(
        world.send(alice.device(0), world.mail.draft(alice.device(0), id).lease(lease).build()));
    clock.advance(Duration.ofHours(2));
    kernel.workers().runOnce("mailbox-round");
    assertThat(count(kernel, RECORDS)).as("bob has not read the message").isEqualTo(1);
    assertThat(world.waiting(bob.device(0)).getLast().getMessage().getLeaseRecord().isEmpty())
        .isFalse();
    world.acknowledge(alice.device(0), id, 2);
    world.acknowledge(bob.device(0), id, 2);
    kernel.workers().runOnce("mailbox-clear");
    assertThat(count(kernel, LEASES)).isZero();
    assertThat(count(kernel, RECORDS)).isZero();
  }

  @EngineTest
  void afterThirtyDaysAMessageGoesAndItsPlaceStays(Kernel kernel, FakeClock clock) {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    ConversationId id = world.create(ConversationKind.DIRECT, alice, bob);
    LeaseId lease = world.lease(alice.device(0), id);
    accepted(
        world.send(alice.device(0), world.mail.draft(alice.device(0), id).lease(lease).build()));
    clock.advance(Duration.ofDays(30));
    kernel.workers().runOnce("mailbox-round");
    assertThat(world.waiting(bob.device(0)).getLast().hasMessage()).isTrue();
    clock.advance(Duration.ofHours(2));
    kernel.workers().runOnce("mailbox-round");
    Item last = world.waiting(bob.device(0)).getLast();
    assertThat(last.getGone().getWhy()).isEqualTo(Gone.Why.WHY_EXPIRED);
    assertThat(last.getGone().getSequence()).isEqualTo(1);
  }

  @EngineTest
  void exchangesOfManyDevicesLieInShardsAndGoWithTheMessage(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person alice = world.people.person(16);
    Person bob = world.people.person(16);
    Person carol = world.people.person(16);
    ConversationId id = world.create(ConversationKind.GROUP, alice, bob, carol);
    LeaseId lease = world.lease(alice.device(0), id);
    accepted(
        world.send(alice.device(0), world.mail.draft(alice.device(0), id).lease(lease).build()));
    assertThat(count(kernel, SHARDS)).as("48 slots: one shard in the row, one apart").isEqualTo(1);
    for (Person person : List.of(alice, bob, carol)) {
      for (Device device : person.devices()) {
        if (!device.id().equals(alice.device(0).id())) {
          assertThat(world.waiting(device).getLast().getMessage().getSealed().size()).isEqualTo(48);
        }
        world.acknowledge(device, id, 2);
      }
    }
    kernel.workers().runOnce("mailbox-clear");
    assertThat(count(kernel, ITEMS)).isZero();
    assertThat(count(kernel, SHARDS)).isZero();
  }

  @EngineTest
  void whatADeviceDoesNotReadItDoesNotAcknowledge(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    TestPeople.Device device = world.people.person(1).device(0);
    ConversationId invented = ConversationId.of(new byte[ConversationId.LENGTH]);
    Caller caller = world.people.caller(device);
    world.mailbox.acknowledge(caller, invented, 7);
    assertThat(
            world
                .mailbox
                .delivery()
                .acknowledgements()
                .pending(caller.name(invented), caller.device()))
        .isZero();
    Acknowledgement acknowledgement =
        Acknowledgement.newBuilder()
            .setConversationId(ByteString.copyFrom(invented.toArray()))
            .setNumber(7)
            .build();
    world.mailbox.delivery().readerOf(caller).acknowledged(acknowledgement);
    assertThat(
            world
                .mailbox
                .delivery()
                .acknowledgements()
                .pending(caller.name(invented), caller.device()))
        .isZero();
  }
}
