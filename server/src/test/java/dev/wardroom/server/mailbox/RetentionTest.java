package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.AppendResult;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.mailbox.sending.Claims;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.server.networks.quotas.Kept;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.network.RetentionRule.BacklogPolicy;
import dev.wardroom.wire.network.VerifiedStatement;
import java.time.Duration;
import java.util.List;

/// Data retention cannot be left out, dodged by deletion, or slept through.
final class RetentionTest {
  private static final Sql BODIES = Sql.of("select count(*) from item where body is not null");

  private static final class Archived {
    private final TestWorld world;
    private final Person alice;
    private final Person bob;
    private final Person archive;
    private final Device sender;
    private final Device archiver;
    private final TestLogs.First log;
    private final ConversationId conversation;
    private long sequence;

    private Archived(Kernel kernel) {
      this(kernel, BacklogPolicy.STOP_SENDING);
      join();
    }

    private Archived(Kernel kernel, BacklogPolicy policy) {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(1);
      bob = world.people.person(1);
      archive = world.people.person(1);
      sender = alice.device(0);
      archiver = archive.device(0);
      log = world.logs.first(ConversationKind.DIRECT, alice, bob);
      world.conversations.create(world.people.caller(sender), log.signed());
      conversation = log.id();
      statement = world.people.orderRetention(archive, policy);
    }

    private final VerifiedStatement statement;

    /// Retention's entry.
    private void join() {
      ConversationState state = log.state();
      RetentionMember member =
          new RetentionMember(archive.id(), archive.list().rootKeyHash(), statement.hash());
      byte[] entry = world.logs.next(state, alice, new LogAction.RetentionJoins(member));
      AppendResult result =
          world.conversations.append(world.people.caller(sender), conversation, entry);
      assertThat(result).isInstanceOf(AppendResult.Accepted.class);
    }

    private TestMail.Draft draft() {
      TestMail.Draft draft = world.mail.draft(sender, conversation).sequence(sequence + 1);
      return draft.lease(world.lease(sender, conversation));
    }

    private SendResult.Accepted accept(TestMail.Draft draft) {
      SendResult result = world.send(sender, draft.build());
      assertThat(result).isInstanceOf(SendResult.Accepted.class);
      sequence++;
      return (SendResult.Accepted) result;
    }

    private Item last(Device device) {
      return world.waiting(device).getLast();
    }

    private long bodies() {
      return world.kernel.db().read(tx -> tx.with(BODIES).one(row -> row.number(1)));
    }
  }

  @EngineTest
  void aMessageThatLeavesRetentionOutIsRefusedHoweverItDoesIt(Kernel kernel) {
    Archived kept = new Archived(kernel);
    SendResult required = new SendResult.RetentionRequired(false);
    assertThat(kept.world.send(kept.sender, kept.draft().leftOut(kept.archiver.id()).build()))
        .isEqualTo(required);
    kept.world.people.setDormant(kept.archiver.id(), true);
    assertThat(kept.world.send(kept.sender, kept.draft().leftOut(kept.archiver.id()).build()))
        .as("also when it has no good prekey")
        .isEqualTo(required);
    SendRequest whole = kept.draft().build();
    Audience audience = kept.draft().audience();
    int slot = audience.place(kept.archiver.id()).orElseThrow().slot();
    assertThat(slot).as("the last of the packed exchanges").isEqualTo(audience.devices() - 1);
    SendRequest cut =
        whole.toBuilder()
            .setExchanges(whole.getExchanges().substring(0, whole.getExchanges().size() - 51))
            .build();
    assertThat(kept.world.send(kept.sender, cut)).isEqualTo(required);
    assertThat(kept.accept(kept.draft()).unarchived()).isFalse();
    assertThat(kept.last(kept.archiver).hasMessage()).isTrue();
  }

  @EngineTest
  void retentionBelongsToEveryScope(Kernel kernel) {
    Archived kept = new Archived(kernel);
    kept.accept(kept.draft().scope(new MessageScope.OneUser(kept.bob.id())));
    assertThat(kept.last(kept.archiver).hasMessage()).isTrue();
  }

  @EngineTest
  void aRetentionDeviceWithoutAGoodPrekeyGivesItsLastStandingOne(Kernel kernel) {
    Archived kept = new Archived(kernel);
    kept.world.people.setDormant(kept.archiver.id(), true);
    kept.world.people.setDormant(kept.bob.device(0).id(), true);
    Claims.Claimed lease =
        kept.world
            .mailbox
            .claim(kept.world.people.caller(kept.sender), kept.conversation, List.of())
            .lease();
    assertThat(lease.dormant()).containsExactly(kept.bob.device(0).id());
    assertThat(lease.prekeys()).hasSize(1);
    assertThat(lease.prekeys().getFirst().device()).isEqualTo(kept.archiver.id());
    TestMail.Draft draft = kept.world.mail.draft(kept.sender, kept.conversation);
    draft.leftOut(kept.bob.device(0).id());
    kept.accept(draft.lease(kept.world.lease(kept.sender, kept.conversation)));
  }

  @EngineTest
  void thereIsNoGraceWhenRetentionJoins(Kernel kernel) {
    Archived kept = new Archived(kernel, BacklogPolicy.STOP_SENDING);
    SendRequest before = kept.draft().build();
    kept.join();
    assertThat(kept.world.send(kept.sender, before)).isEqualTo(new SendResult.AudienceChanged(2));
    Audience present = kept.draft().audience();
    Device second = kept.archive.add();
    kept.world.listChanged(kept.archive);
    assertThat(kept.world.send(kept.sender, kept.draft().audience(present).build()))
        .as("nor when one more of its devices does")
        .isEqualTo(new SendResult.AudienceChanged(3));
    kept.accept(kept.draft());
    assertThat(kept.last(second).hasMessage()).isTrue();
  }

  @EngineTest
  void whatExpiresIsKeptForRetentionUntilItHasReadIt(Kernel kernel, FakeClock clock) {
    Archived kept = new Archived(kernel);
    SendResult.Accepted accepted = kept.accept(kept.draft().ttlSeconds(5));
    clock.advance(Duration.ofSeconds(6));
    kernel.workers().runOnce("mailbox-expire");
    assertGone(kept, Gone.Why.WHY_EXPIRED);
    assertReadAndEmptied(kernel, kept, accepted.number());
  }

  @EngineTest
  void whatIsWithdrawnIsKeptForRetentionUntilItHasReadIt(Kernel kernel) {
    Archived kept = new Archived(kernel);
    TestMail.Draft draft = kept.draft();
    SendResult.Accepted accepted = kept.accept(draft);
    kept.world.mailbox.withdraw(
        kept.world.people.caller(kept.sender), kept.conversation, draft.id());
    assertGone(kept, Gone.Why.WHY_WITHDRAWN);
    assertReadAndEmptied(kernel, kept, accepted.number());
  }

  @EngineTest
  void whatIsOlderThanThirtyDaysWaitsForRetention(Kernel kernel, FakeClock clock) {
    Archived kept = new Archived(kernel);
    kept.accept(kept.draft());
    clock.advance(Duration.ofDays(40));
    kernel.workers().runOnce("mailbox-round");
    assertThat(kept.last(kept.archiver).hasMessage()).isTrue();
  }

  private static void assertGone(Archived kept, Gone.Why why) {
    assertThat(kept.last(kept.bob.device(0)).getGone().getWhy()).isEqualTo(why);
    assertThat(kept.last(kept.archiver).hasMessage()).isTrue();
    assertThat(kept.last(kept.archiver).getMessage().getSealed().size()).isEqualTo(48);
  }

  /// Bob is still behind: only retention's cursor frees the body.
  private static void assertReadAndEmptied(Kernel kernel, Archived kept, long number) {
    long before = kept.bodies();
    kept.world.acknowledge(kept.archiver, kept.conversation, number);
    kernel.workers().runOnce("mailbox-clear");
    assertThat(kept.bodies()).isEqualTo(before - 1);
  }

  @EngineTest
  void aFullBacklogStopsSendingWhereTheStatementSaysSo(Kernel kernel) {
    Archived kept = new Archived(kernel);
    long one = measured(kept);
    limit(kept, used(kept) + one - 1);
    assertThat(kept.world.send(kept.sender, kept.draft().build()))
        .isEqualTo(new SendResult.RetentionRequired(true));
    limit(kept, used(kept) + one);
    SendResult.Accepted accepted = kept.accept(kept.draft());
    assertThat(kept.world.send(kept.sender, kept.draft().build()))
        .isEqualTo(new SendResult.RetentionRequired(true));
    kept.world.acknowledge(kept.archiver, kept.conversation, accepted.number());
    kernel.workers().runOnce("mailbox-archives");
    assertThat(used(kept)).isZero();
    kept.accept(kept.draft());
  }

  @EngineTest
  void aFullBacklogLetsSendingGoOnUnarchivedWhereTheStatementSaysSo(Kernel kernel) {
    Archived kept = new Archived(kernel, BacklogPolicy.SEND_UNARCHIVED);
    kept.join();
    measured(kept);
    limit(kept, used(kept));
    SendResult.Accepted unarchived = kept.accept(kept.draft());
    assertThat(unarchived.unarchived()).isTrue();
    assertThat(kept.last(kept.bob.device(0)).hasMessage()).isTrue();
    assertThat(kept.last(kept.archiver).getGone().getWhy())
        .isEqualTo(Gone.Why.WHY_NOT_FOR_THIS_DEVICE);
    limit(kept, Long.MAX_VALUE);
    assertThat(kept.accept(kept.draft()).unarchived()).isFalse();
  }

  @EngineTest
  void theBacklogRaisesAlarmsAtFiftyAndEightyPerCent(Kernel kernel) {
    Archived kept = new Archived(kernel);
    measured(kept);
    for (int percent : List.of(50, 80, 100)) {
      limit(kept, used(kept) * 100 / (percent - 1));
      kernel.workers().runOnce("quota-alarms");
      assertThat(alarms(kernel, percent)).as("just below " + percent).isZero();
      limit(kept, used(kept) * 100 / percent);
      kernel.workers().runOnce("quota-alarms");
      assertThat(alarms(kernel, percent)).as("at " + percent).isEqualTo(1);
    }
  }

  private static double alarms(Kernel kernel, int percent) {
    return kernel
        .metrics()
        .get("wardroom.quota.networks")
        .tag("kept", "archive")
        .tag("percent", Integer.toString(percent))
        .gauge()
        .value();
  }

  /// Sends two messages; answers how much one adds to the backlog.
  private static long measured(Archived kept) {
    kept.accept(kept.draft());
    long before = used(kept);
    kept.accept(kept.draft());
    return used(kept) - before;
  }

  private static long used(Archived kept) {
    return kept.world.quotas.states(kept.world.people.network()).stream()
        .filter(state -> state.kept() == Kept.ARCHIVE)
        .findFirst()
        .orElseThrow()
        .used();
  }

  private static void limit(Archived kept, long bytes) {
    kept.world.quotas.set(kept.world.people.network(), Kept.ARCHIVE, bytes);
  }
}
