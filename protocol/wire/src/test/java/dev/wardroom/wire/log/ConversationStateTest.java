package dev.wardroom.wire.log;

import static dev.wardroom.wire.Samples.ARCHIVE;
import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NETWORK;
import static dev.wardroom.wire.Samples.NOW;
import static dev.wardroom.wire.Samples.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.Samples;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationStateTest {
  private TestActor alice;
  private TestActor bob;
  private ConversationState group;
  private VerifiedLogEntry first;

  @BeforeEach
  void aGroup() throws ProtocolException {
    alice = new TestActor(Samples.ALICE);
    bob = new TestActor(Samples.BOB);
    first = alice.firstEntry(create(0, Optional.empty()), Statements.none());
    group = ConversationState.first(first, Statements.none());
  }

  private LogAction.Create create(int nonce, Optional<RetentionMember> retention) {
    return new LogAction.Create(
        ConversationKind.GROUP,
        Bytes.wrap(Samples.filled(16, nonce)),
        List.of(alice.asNewcomer(), bob.asNewcomer()),
        Timers.NONE,
        retention);
  }

  private static LogAction timers(long seconds) {
    return new LogAction.SetTimers(new Timers(seconds, 0));
  }

  @Test
  void everyActionIsReadBackAsItWasWritten() throws ProtocolException {
    List<LogAction> actions =
        List.of(
            create(1, Optional.of(new RetentionMember(ARCHIVE, hash(1), hash(2)))),
            new LogAction.Add(List.of(bob.asNewcomer())),
            new LogAction.Remove(List.of(bob.user, alice.user)),
            new LogAction.Leave(),
            new LogAction.SetRole(bob.user, Role.MODERATOR),
            timers(9),
            new LogAction.RetentionJoins(new RetentionMember(ARCHIVE, hash(1), hash(2))),
            new LogAction.RetentionLeaves(hash(3)),
            new LogAction.AcceptRoot(bob.user, hash(4)),
            new LogAction.Delete());
    for (LogAction action : actions) {
      boolean creates = action instanceof LogAction.Create;
      LogEntry entry =
          new LogEntry(
              NETWORK,
              creates ? ConversationId.ZERO : Samples.CONVERSATION,
              creates ? 1 : 2,
              creates ? Hash32.ZERO : hash(1),
              alice.user,
              alice.device,
              hash(7),
              NOW,
              action,
              hash(8));
      assertThat(LogEntry.decode(entry.encode())).isEqualTo(entry);
    }
  }

  @Test
  void theIdIsTheHashOfTheFirstEntry() throws ProtocolException {
    VerifiedLogEntry other = alice.firstEntry(create(1, Optional.empty()), Statements.none());

    assertThat(group.id()).isEqualTo(first.entry().conversationId());
    assertThat(other.entry().conversationId()).isNotEqualTo(group.id());
    assertThat(group.id().bytes()).isNotEqualTo(first.head().hash().bytes());
  }

  @Test
  void twoFirstEntriesNeverMeetUnderOneId() throws ProtocolException {
    VerifiedLogEntry other = alice.firstEntry(create(1, Optional.empty()), Statements.none());

    Refused.with(ProtocolError.WRONG_CONVERSATION, () -> group.apply(other, Statements.none()));
  }

  @Test
  void entriesFollowTheHead() throws ProtocolException {
    ConversationState second = alice.act(group, timers(1));
    ConversationState third = bob.act(second, timers(2));

    assertThat(third.head().number()).isEqualTo(3);
    assertThat(third.timers().ttlSeconds()).isEqualTo(2);
  }

  @Test
  void anEntryForAnOlderHeadIsStale() throws ProtocolException {
    VerifiedLogEntry entry =
        alice.sign(group.propose(alice.actor(), NOW, timers(1), Statements.none()));
    ConversationState second = group.apply(entry, Statements.none());
    ConversationState third = bob.act(second, timers(2));

    Refused.with(ProtocolError.HEAD_STALE, () -> second.apply(entry, Statements.none()));
    Refused.with(ProtocolError.HEAD_STALE, () -> third.apply(entry, Statements.none()));
    Refused.with(ProtocolError.HEAD_STALE, () -> group.apply(first, Statements.none()));
  }

  @Test
  void aForkIsNoticed() throws ProtocolException {
    ConversationState here = alice.act(group, timers(1));
    VerifiedLogEntry rival =
        bob.sign(group.propose(bob.actor(), NOW, timers(2), Statements.none()));
    ConversationState there = group.apply(rival, Statements.none());
    VerifiedLogEntry onRival =
        bob.sign(there.propose(bob.actor(), NOW, timers(3), Statements.none()));

    Refused.with(ProtocolError.LOG_FORK, () -> here.apply(rival, Statements.none()));
    Refused.with(ProtocolError.LOG_FORK, () -> here.apply(onRival, Statements.none()));
    Refused.with(ProtocolError.HEAD_UNKNOWN, () -> group.apply(onRival, Statements.none()));
  }

  @Test
  void anotherStateThanTheEntryNamesIsRefused() throws ProtocolException {
    LogEntry good = group.propose(alice.actor(), NOW, timers(1), Statements.none());
    LogEntry lying =
        new LogEntry(
            good.network(),
            good.conversation(),
            good.number(),
            good.previous(),
            good.actorUser(),
            good.actorDevice(),
            good.actorListHash(),
            good.time(),
            good.action(),
            hash(1));

    Refused.with(
        ProtocolError.STATE_MISMATCH, () -> group.apply(alice.sign(lying), Statements.none()));
  }

  @Test
  void anEntryIsVerifiedAgainstTheListThatItNames() throws ProtocolException {
    LogEntry entry = group.propose(alice.actor(), NOW, timers(1), Statements.none());
    byte[] signedByOther = bob.deviceKey.signed(entry.encode());
    byte[] signed = alice.deviceKey.signed(entry.encode());

    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> VerifiedLogEntry.verify(signedByOther, alice.list));
    Refused.with(ProtocolError.WRONG_USER, () -> VerifiedLogEntry.verify(signed, bob.list));
    alice.replaceRoot(true);
    Refused.with(ProtocolError.LIST_UNKNOWN, () -> VerifiedLogEntry.verify(signed, alice.list));
  }

  @Test
  void aNewMemberStartsAtTheEntryThatAddedIt() throws ProtocolException {
    TestActor carol = new TestActor(Samples.CAROL);
    LogAction add = new LogAction.Add(List.of(carol.asNewcomer()));
    VerifiedLogEntry entry = alice.sign(group.propose(alice.actor(), NOW, add, Statements.none()));
    ConversationState after = group.apply(entry, Statements.none());
    byte[] stateBytes = after.encode();

    ConversationState started = ConversationState.decode(entry, stateBytes);

    assertThat(started).isEqualTo(after);
    assertThat(entry.entry().adds(carol.user)).isTrue();
    assertThat(entry.entry().adds(bob.user)).isFalse();
    assertThat(ConversationState.fromOwnStore(after.id(), after.head(), stateBytes))
        .isEqualTo(after);
    Refused.with(
        ProtocolError.STATE_MISMATCH, () -> ConversationState.decode(entry, group.encode()));
    stateBytes[stateBytes.length - 1] ^= 1;
    Refused.with(ProtocolError.STATE_MISMATCH, () -> ConversationState.decode(entry, stateBytes));
  }

  @Test
  void aServerThatHidesAMemberFromANewOneIsNoticed() throws ProtocolException {
    TestActor carol = new TestActor(Samples.CAROL);
    LogAction add = new LogAction.Add(List.of(carol.asNewcomer()));
    VerifiedLogEntry entry = alice.sign(group.propose(alice.actor(), NOW, add, Statements.none()));
    ConversationState after = group.apply(entry, Statements.none());
    ConversationState hiding =
        new ConversationState(
            after.id(),
            after.head(),
            after.network(),
            after
                .contents()
                .withMembers(
                    after.members().stream().filter(m -> !m.user().equals(bob.user)).toList()));

    Refused.with(
        ProtocolError.STATE_MISMATCH, () -> ConversationState.decode(entry, hiding.encode()));
  }

  private VerifiedStatement statement(Optional<RetentionRule> rule) throws ProtocolException {
    TestSigner owner = new TestSigner();
    NetworkStatement statement =
        new NetworkStatement(
            NETWORK,
            1,
            Hash32.ZERO,
            NOW,
            NOW + DAY,
            List.of(owner.publicKey()),
            rule,
            Suite.P521,
            List.of());
    return VerifiedStatement.first(owner.signed(statement.encode()), NETWORK);
  }

  private static RetentionRule rule(RetentionRule.Scope scope) {
    return new RetentionRule(ARCHIVE, hash(1), scope, RetentionRule.BacklogPolicy.STOP_SENDING);
  }

  @Test
  void retentionJoinsOnAStatementThatNamesIt() throws ProtocolException {
    VerifiedStatement ordered = statement(Optional.of(rule(RetentionRule.Scope.GROUPS_AND_ROOMS)));
    RetentionMember member = new RetentionMember(ARCHIVE, hash(1), ordered.hash());

    ConversationState kept =
        bob.act(group, new LogAction.RetentionJoins(member), Statements.only(ordered));

    assertThat(kept.retention()).contains(member);
    assertThat(ConversationState.fromOwnStore(kept.id(), kept.head(), kept.encode()))
        .isEqualTo(kept);
    Refused.with(
        ProtocolError.RETENTION_MISMATCH,
        () -> bob.act(kept, new LogAction.RetentionJoins(member), Statements.only(ordered)));
  }

  @Test
  void retentionJoinsAtTheBeginningToo() throws ProtocolException {
    VerifiedStatement ordered = statement(Optional.of(rule(RetentionRule.Scope.ALL)));
    RetentionMember member = new RetentionMember(ARCHIVE, hash(1), ordered.hash());
    VerifiedLogEntry entry =
        alice.firstEntry(create(5, Optional.of(member)), Statements.only(ordered));

    assertThat(ConversationState.first(entry, Statements.only(ordered)).retention())
        .contains(member);
    Refused.with(
        ProtocolError.STATEMENT_UNKNOWN, () -> ConversationState.first(entry, Statements.none()));
  }

  @Test
  void retentionThatNoStatementOrdersIsRefused() throws ProtocolException {
    VerifiedStatement off = statement(Optional.empty());
    VerifiedStatement roomsOnly = statement(Optional.of(rule(RetentionRule.Scope.ROOMS)));
    VerifiedStatement ordered = statement(Optional.of(rule(RetentionRule.Scope.ALL)));

    refusedJoin(ProtocolError.RETENTION_MISMATCH, off, hash(1));
    refusedJoin(ProtocolError.RETENTION_MISMATCH, roomsOnly, hash(1));
    refusedJoin(ProtocolError.RETENTION_MISMATCH, ordered, hash(2));
    Refused.with(
        ProtocolError.STATEMENT_UNKNOWN,
        () ->
            bob.act(
                group,
                new LogAction.RetentionJoins(
                    new RetentionMember(ARCHIVE, hash(1), ordered.hash()))));
  }

  private void refusedJoin(ProtocolError error, VerifiedStatement statement, Hash32 rootKeyHash) {
    RetentionMember member = new RetentionMember(ARCHIVE, rootKeyHash, statement.hash());
    Refused.with(
        error,
        () -> bob.act(group, new LogAction.RetentionJoins(member), Statements.only(statement)));
  }

  @Test
  void retentionIsNotTakenOutWhileAStatementOrdersIt() throws ProtocolException {
    VerifiedStatement ordered = statement(Optional.of(rule(RetentionRule.Scope.ALL)));
    VerifiedStatement off = statement(Optional.empty());
    RetentionMember member = new RetentionMember(ARCHIVE, hash(1), ordered.hash());
    ConversationState kept =
        bob.act(group, new LogAction.RetentionJoins(member), Statements.only(ordered));

    Refused.with(
        ProtocolError.RETENTION_MISMATCH,
        () ->
            bob.act(kept, new LogAction.RetentionLeaves(ordered.hash()), Statements.only(ordered)));
    assertThat(
            bob.act(kept, new LogAction.RetentionLeaves(off.hash()), Statements.only(off))
                .retention())
        .isEmpty();
    Refused.with(
        ProtocolError.RETENTION_MISMATCH,
        () -> bob.act(group, new LogAction.RetentionLeaves(off.hash()), Statements.only(off)));
  }

  @Test
  void aHeadIsNumberAndHash() {
    assertThat(group.head()).isEqualTo(new LogHead(1, first.entry().hash()));
  }

  @Test
  void anEntryAfterTheEndOfItsActorsListIsRefused() throws ProtocolException {
    LogEntry last = group.propose(alice.actor(), NOW + DAY, timers(1), Statements.none());
    LogEntry over = group.propose(alice.actor(), NOW + DAY + 1, timers(1), Statements.none());

    assertThat(alice.sign(last).head().number()).isEqualTo(2);
    Refused.with(ProtocolError.LIST_EXPIRED, () -> alice.sign(over));
  }

  @Test
  void aDeviceThatWasRemovedIsBelievedForWhatCameBefore() throws ProtocolException {
    long grace = WireLimits.REMOVAL_GRACE_MILLIS;
    VerifiedLogEntry before =
        alice.sign(group.propose(alice.actor(), NOW + grace, timers(1), Statements.none()));
    VerifiedLogEntry after =
        alice.sign(group.propose(alice.actor(), NOW + grace + 1, timers(1), Statements.none()));
    after.checkActorNow(alice.list, 0, Long.MAX_VALUE);
    alice.replaceRoot(true);

    before.checkActorNow(alice.list, NOW, NOW + grace);
    Refused.with(ProtocolError.DEVICE_REMOVED, () -> after.checkActorNow(alice.list, NOW, NOW));
    Refused.with(
        ProtocolError.DEVICE_REMOVED, () -> before.checkActorNow(alice.list, NOW, NOW + grace + 1));
  }

  @Test
  void anOlderStatementEndsNoRetentionAndOneThatIsOverBeginsNone() throws ProtocolException {
    TestSigner owner = new TestSigner();
    VerifiedStatement off =
        VerifiedStatement.first(
            owner.signed(version(owner, 1, Hash32.ZERO, Optional.empty()).encode()), NETWORK);
    Optional<RetentionRule> all = Optional.of(rule(RetentionRule.Scope.ALL));
    VerifiedStatement on = off.next(owner.signed(version(owner, 2, off.hash(), all).encode()));
    Statements both =
        hash ->
            Optional.of(on)
                .filter(s -> s.hash().equals(hash))
                .or(() -> Optional.of(off).filter(s -> s.hash().equals(hash)));
    LogAction joins =
        new LogAction.RetentionJoins(new RetentionMember(ARCHIVE, hash(1), on.hash()));
    ConversationState kept = bob.act(group, joins, both);

    Refused.with(
        ProtocolError.RETENTION_MISMATCH,
        () -> bob.act(kept, new LogAction.RetentionLeaves(off.hash()), both));
    Refused.with(
        ProtocolError.RETENTION_MISMATCH,
        () -> group.propose(bob.actor(), NOW + DAY + 1, joins, both));
    assertThat(group.propose(bob.actor(), NOW + DAY, joins, both).number()).isEqualTo(2);
  }

  private static NetworkStatement version(
      TestSigner owner, long number, Hash32 previous, Optional<RetentionRule> rule) {
    return new NetworkStatement(
        NETWORK,
        number,
        previous,
        NOW,
        NOW + DAY,
        List.of(owner.publicKey()),
        rule,
        Suite.P521,
        List.of());
  }
}
