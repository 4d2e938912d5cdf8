package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.server.networks.quotas.Kept;
import dev.wardroom.server.networks.quotas.Quotas;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.log.ConversationKind;
import java.time.Duration;
import java.util.List;

/// What waits in a network is counted with each commit and has an end.
final class QuotaTest {
  private static final Sql STORED =
      Sql.of(
          """
          select coalesce((select sum(coalesce(length(body), 0) + coalesce(length(slots), 0))
              from item), 0)
            + coalesce((select sum(length(slots)) from exchange_shard), 0)
          """);
  private static final Sql COUNTED = Sql.of("select sum(waiting_bytes) from conversation");

  private static final class Pair {
    private final TestWorld world;
    private final Person alice;
    private final Person bob;
    private final Device sender;
    private final Person carol;
    private final ConversationId conversation;
    private final LeaseId lease;
    private long sequence;

    private Pair(Kernel kernel, int devices) {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(1);
      bob = world.people.person(devices);
      sender = alice.device(0);
      carol = world.people.person(devices);
      conversation = world.create(ConversationKind.GROUP, alice, bob, carol);
      lease = world.lease(sender, conversation);
    }

    private SendRequest next(long ttlSeconds) {
      sequence++;
      return world
          .mail
          .draft(sender, conversation)
          .sequence(sequence)
          .lease(lease)
          .ttlSeconds(ttlSeconds)
          .build();
    }

    private void send() {
      assertThat(world.send(sender, next(0))).isInstanceOf(SendResult.Accepted.class);
    }

    private long used() {
      return world.quotas.states(world.people.network()).stream()
          .filter(state -> state.kept() == Kept.MAILBOX)
          .findFirst()
          .orElseThrow()
          .used();
    }

    private void assertTrue(Kernel kernel) {
      long stored = kernel.db().read(tx -> tx.with(STORED).one(row -> row.number(1)));
      long counted = kernel.db().read(tx -> tx.with(COUNTED).one(row -> row.number(1)));
      assertThat(counted).isEqualTo(stored);
      assertThat(used()).isEqualTo(stored);
    }
  }

  @EngineTest
  void sendsEntriesSweepsExpiryAndWithdrawalKeepTheCountTrue(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel, 16);
    pair.assertTrue(kernel);
    for (int i = 0; i < 4; i++) {
      pair.send();
    }
    pair.assertTrue(kernel);
    assertThat(pair.world.send(pair.sender, pair.next(5))).isInstanceOf(SendResult.Accepted.class);
    clock.advance(Duration.ofSeconds(10));
    long before = pair.used();
    kernel.workers().runOnce("mailbox-expire");
    assertThat(pair.used()).isLessThan(before);
    pair.assertTrue(kernel);
    TestMail.Draft withdrawn = pair.world.mail.draft(pair.sender, pair.conversation);
    withdrawn.sequence(6).lease(pair.lease);
    pair.world.send(pair.sender, withdrawn.build());
    pair.world.mailbox.withdraw(
        pair.world.people.caller(pair.sender), pair.conversation, withdrawn.id());
    pair.assertTrue(kernel);
    clock.advance(Duration.ofDays(31));
    kernel.workers().runOnce("mailbox-round");
    pair.assertTrue(kernel);
    assertThat(pair.used()).as("the first entry").isPositive().isLessThan(5_000);
  }

  @EngineTest
  void whatIsReadMakesRoom(Kernel kernel) {
    Pair pair = new Pair(kernel, 1);
    pair.send();
    pair.send();
    for (Person person : List.of(pair.alice, pair.bob, pair.carol)) {
      person.devices().forEach(device -> pair.world.acknowledge(device, pair.conversation, 3));
    }
    kernel.workers().runOnce("mailbox-clear");
    pair.assertTrue(kernel);
    assertThat(pair.used()).isZero();
  }

  @EngineTest
  void theLastByteOfTheQuotaIsUsedAndOneMoreIsRefusedWithARetryTime(Kernel kernel) {
    Pair pair = new Pair(kernel, 1);
    pair.send();
    long before = pair.used();
    pair.send();
    long one = pair.used() - before;
    NetworkId network = pair.world.people.network();
    pair.world.quotas.set(network, Kept.MAILBOX, pair.used() + one - 1);
    SendRequest late = pair.next(0);
    assertThatThrownBy(() -> pair.world.send(pair.sender, late))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.REASON_LIMIT_REACHED);
              assertThat(refusal.retryAfter()).isEqualTo(MailboxLimits.FULL_RETRY);
            });
    pair.assertTrue(kernel);
    pair.world.quotas.set(network, Kept.MAILBOX, pair.used() + one);
    assertThat(pair.world.send(pair.sender, late)).isInstanceOf(SendResult.Accepted.class);
  }

  @EngineTest
  void aQuotaAndItsCountSurviveARestart(Kernel kernel) {
    Pair pair = new Pair(kernel, 1);
    pair.send();
    pair.world.quotas.set(pair.world.people.network(), Kept.MAILBOX, 12_345);
    Quotas again = new Quotas(kernel, new dev.wardroom.server.audit.Audit(kernel.clock()));
    assertThat(again.of(pair.world.people.network(), Kept.MAILBOX)).isEqualTo(12_345);
    assertThat(again.of(NetworkId.of(new byte[16]), Kept.MAILBOX)).isEqualTo(Long.MAX_VALUE);
    Mailbox restarted =
        new Mailbox(kernel, pair.world.conversations, pair.world.people, pair.world.people, again);
    assertThat(restarted).isNotNull();
    assertThat(again.states(pair.world.people.network()).getFirst().used()).isEqualTo(pair.used());
  }

  @EngineTest
  void atEightyPerCentAnAlarmIsRaisedOnceAndSeenInTheMetrics(Kernel kernel) {
    Pair pair = new Pair(kernel, 1);
    pair.send();
    NetworkId network = pair.world.people.network();
    // One byte short of the mark, and then at it.
    pair.world.quotas.set(network, Kept.MAILBOX, pair.used() * 100 / 79);
    kernel.workers().runOnce("quota-alarms");
    assertThat(alarms(kernel, 80)).isZero();
    pair.world.quotas.set(network, Kept.MAILBOX, pair.used() * 100 / 80);
    kernel.workers().runOnce("quota-alarms");
    assertThat(alarms(kernel, 80)).isEqualTo(1);
    assertThat(alarms(kernel, 100)).isZero();
    pair.world.quotas.set(network, Kept.MAILBOX, pair.used());
    kernel.workers().runOnce("quota-alarms");
    assertThat(alarms(kernel, 100)).isEqualTo(1);
    pair.world.quotas.set(network, Kept.MAILBOX, Long.MAX_VALUE);
    kernel.workers().runOnce("quota-alarms");
    assertThat(alarms(kernel, 80)).isZero();
  }

  private static double alarms(Kernel kernel, int percent) {
    return kernel
        .metrics()
        .get("wardroom.quota.networks")
        .tag("kept", "mailbox")
        .tag("percent", Integer.toString(percent))
        .gauge()
        .value();
  }
}
