package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.VerifiedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Retention cannot be dodged by expiry, withdrawal, scope or omission, however long it is away.
final class ArchiveAwayTest {
  /// Alice and Bob in a group that an archive has joined.
  private static final class Kept {
    final TestWorld world;
    final Person alice;
    final Person bob;
    final Person archive;
    final ConversationId conversation;
    final LeaseId lease;

    Kept(Kernel kernel) throws ProtocolException {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(1);
      bob = world.people.person(1);
      archive = world.people.person(1);
      TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
      world.conversations.create(world.people.caller(alice.device(0)), first.signed());
      conversation = first.id();
      join(first.state(), kernel.clock().millis());
      lease = world.lease(alice.device(0), conversation);
    }

    private void join(ConversationState state, long now) throws ProtocolException {
      NetworkKey owner = NetworkKey.generate(RandomSource.system());
      NetworkStatement statement =
          new NetworkStatement(
              world.people.network(),
              1,
              Hash32.ZERO,
              now,
              now + Duration.ofDays(90).toMillis(),
              List.of(owner.publicKey()),
              Optional.of(
                  new RetentionRule(
                      archive.id(),
                      archive.list().rootKeyHash(),
                      RetentionRule.Scope.ALL,
                      RetentionRule.BacklogPolicy.STOP_SENDING)),
              Suite.P521,
              List.of());
      world.people.setStatement(
          VerifiedStatement.first(owner.sign(statement).encode(), world.people.network()));
      RetentionMember member =
          new RetentionMember(archive.id(), archive.list().rootKeyHash(), statement.hash());
      byte[] entry = world.logs.next(state, alice, new LogAction.RetentionJoins(member));
      world.conversations.append(world.people.caller(alice.device(0)), conversation, entry);
    }

    TestMail.Draft draft() {
      return world.mail.draft(alice.device(0), conversation).lease(lease);
    }

    SendResult send(TestMail.Draft draft) {
      return world.send(alice.device(0), draft.build());
    }

    Item last(Person person) {
      return world.waiting(person.device(0)).getLast();
    }
  }

  @EngineTest
  void aMessageOfFiveSecondsWaitsForTheArchiveAndForNobodyElse(Kernel kernel, FakeClock clock)
      throws Exception {
    Kept kept = new Kept(kernel);
    assertThat(kept.send(kept.draft().ttlSeconds(5))).isInstanceOf(SendResult.Accepted.class);

    clock.advance(Duration.ofDays(20));
    kernel.workers().runOnce("mailbox-expire");

    assertThat(kept.last(kept.bob).getGone().getWhy()).isEqualTo(Gone.Why.WHY_EXPIRED);
    assertThat(kept.last(kept.archive).getMessage().getPayload().isEmpty()).isFalse();
    assertThat(kept.last(kept.archive).getMessage().getLeaseRecord().isEmpty()).isFalse();
  }

  @EngineTest
  void whatTheArchiveHasReadExpiresForItToo(Kernel kernel, FakeClock clock) throws Exception {
    Kept kept = new Kept(kernel);
    assertThat(kept.send(kept.draft().ttlSeconds(5))).isInstanceOf(SendResult.Accepted.class);
    long number = kept.last(kept.archive).getNumber();
    kept.world.acknowledge(kept.archive.device(0), kept.conversation, number);

    clock.advance(Duration.ofSeconds(6));
    kernel.workers().runOnce("mailbox-expire");

    assertThat(kept.world.waiting(kept.archive.device(0))).isEmpty();
    assertThat(kept.last(kept.bob).hasGone()).isTrue();
  }

  @EngineTest
  void aWithdrawnMessageWaitsForTheArchive(Kernel kernel) throws Exception {
    Kept kept = new Kept(kernel);
    TestMail.Draft draft = kept.draft();
    assertThat(kept.send(draft)).isInstanceOf(SendResult.Accepted.class);

    kept.world.mailbox.withdraw(
        kept.world.people.caller(kept.alice.device(0)), kept.conversation, draft.id());

    assertThat(kept.last(kept.bob).getGone().getWhy()).isEqualTo(Gone.Why.WHY_WITHDRAWN);
    assertThat(kept.last(kept.archive).hasMessage()).isTrue();
  }

  @EngineTest
  void theArchiveBelongsToEveryScopeAndIsNotLeftOut(Kernel kernel) throws Exception {
    Kept kept = new Kept(kernel);
    TestMail.Draft toBob = kept.draft().scope(new MessageScope.OneUser(kept.bob.id()));
    assertThat(kept.send(toBob)).isInstanceOf(SendResult.Accepted.class);
    assertThat(kept.last(kept.archive).hasMessage()).isTrue();

    Device archive = kept.archive.device(0);
    kept.world.people.setDormant(archive.id(), true);
    TestMail.Draft without = kept.draft().sequence(2).leftOut(archive.id());
    assertThat(kept.send(without)).isInstanceOf(SendResult.RetentionRequired.class);
  }
}
