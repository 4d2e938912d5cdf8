package dev.wardroom.wire.log;

import static dev.wardroom.wire.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may do what.
class LogRulesTest {
  private TestActor alice;
  private TestActor bob;
  private TestActor carol;
  private TestActor outsider;

  @BeforeEach
  void people() throws ProtocolException {
    alice = new TestActor(Samples.ALICE);
    bob = new TestActor(Samples.BOB);
    carol = new TestActor(Samples.CAROL);
    outsider = new TestActor(user(7));
  }

  private ConversationState begin(ConversationKind kind, TestActor... members)
      throws ProtocolException {
    LogAction.Create create =
        new LogAction.Create(
            kind,
            Bytes.zeros(16),
            Arrays.stream(members).map(TestActor::asNewcomer).toList(),
            Timers.NONE,
            Optional.empty());
    return ConversationState.first(
        members[0].firstEntry(create, Statements.none()), Statements.none());
  }

  private static void refused(
      ProtocolError error, TestActor actor, ConversationState state, LogAction action) {
    Refused.with(error, () -> actor.act(state, action));
  }

  private LogAction add(TestActor... newcomers) {
    return new LogAction.Add(Arrays.stream(newcomers).map(TestActor::asNewcomer).toList());
  }

  private static LogAction remove(TestActor... members) {
    return new LogAction.Remove(Arrays.stream(members).map(m -> m.user).toList());
  }

  @Test
  void aDirectConversationKeepsItsTwoMembers() throws ProtocolException {
    ConversationState direct = begin(ConversationKind.DIRECT, alice, bob);

    refused(ProtocolError.NOT_ALLOWED, alice, direct, add(carol));
    refused(ProtocolError.NOT_ALLOWED, alice, direct, remove(bob));
    refused(ProtocolError.NOT_ALLOWED, alice, direct, new LogAction.Leave());
    refused(ProtocolError.NOT_ALLOWED, alice, direct, new LogAction.Delete());
    refused(
        ProtocolError.NOT_ALLOWED, alice, direct, new LogAction.SetRole(bob.user, Role.MODERATOR));
    assertThat(bob.act(direct, new LogAction.SetTimers(new Timers(60, 5))).timers())
        .isEqualTo(new Timers(60, 5));
    Refused.with(
        ProtocolError.NOT_ALLOWED, () -> begin(ConversationKind.DIRECT, alice, bob, carol));
    assertThat(begin(ConversationKind.DIRECT, alice).members()).hasSize(1);
  }

  @Test
  void inAGroupAnyMemberAddsAndRemoves() throws ProtocolException {
    ConversationState group = begin(ConversationKind.GROUP, alice, bob);

    ConversationState three = bob.act(group, add(carol));
    ConversationState two = carol.act(three, remove(alice));

    assertThat(three.member(carol.user).orElseThrow().joinedAt()).isEqualTo(2);
    assertThat(two.member(alice.user)).isEmpty();
    refused(ProtocolError.NOT_A_MEMBER, alice, two, add(outsider));
    refused(ProtocolError.NOT_ALLOWED, bob, group, add(alice));
    refused(ProtocolError.NOT_ALLOWED, bob, group, remove(bob));
    refused(ProtocolError.NOT_A_MEMBER, bob, group, remove(carol));
    refused(ProtocolError.NOT_ALLOWED, bob, group, new LogAction.Delete());
  }

  @Test
  void inARoomModeratorsDecide() throws ProtocolException {
    ConversationState room = begin(ConversationKind.ROOM, alice, bob);

    refused(ProtocolError.NOT_ALLOWED, bob, room, add(carol));
    refused(ProtocolError.NOT_ALLOWED, bob, room, remove(alice));
    refused(ProtocolError.NOT_ALLOWED, bob, room, new LogAction.SetTimers(new Timers(1, 1)));
    refused(ProtocolError.NOT_ALLOWED, bob, room, new LogAction.SetRole(bob.user, Role.MODERATOR));
    refused(ProtocolError.NOT_ALLOWED, bob, room, new LogAction.Delete());
    ConversationState promoted = alice.act(room, new LogAction.SetRole(bob.user, Role.MODERATOR));
    assertThat(bob.act(promoted, add(carol)).members()).hasSize(3);
    assertThat(bob.act(promoted, new LogAction.Delete()).isClosed()).isTrue();
  }

  @Test
  void theLastModeratorIsNotTakenAway() throws ProtocolException {
    ConversationState room = begin(ConversationKind.ROOM, alice, bob);

    refused(ProtocolError.NOT_ALLOWED, alice, room, new LogAction.SetRole(alice.user, Role.MEMBER));
    refused(ProtocolError.NOT_ALLOWED, alice, room, new LogAction.SetRole(bob.user, Role.MEMBER));
  }

  @Test
  void whenTheLastModeratorLeavesTheLongestStandingMemberBecomesOne() throws ProtocolException {
    ConversationState room = begin(ConversationKind.ROOM, alice, carol);
    ConversationState grown = alice.act(room, add(bob));

    ConversationState after = alice.act(grown, new LogAction.Leave());

    assertThat(after.member(carol.user).orElseThrow().role()).isEqualTo(Role.MODERATOR);
    assertThat(after.member(bob.user).orElseThrow().role()).isEqualTo(Role.MEMBER);
  }

  @Test
  void amongEquallyLongStandingMembersTheLowestIdBecomesModerator() throws ProtocolException {
    ConversationState room = begin(ConversationKind.ROOM, alice, carol, bob);

    ConversationState after = alice.act(room, new LogAction.Leave());

    assertThat(after.member(bob.user).orElseThrow().role()).isEqualTo(Role.MODERATOR);
  }

  @ParameterizedTest
  @EnumSource(
      value = ConversationKind.class,
      names = {"GROUP", "ROOM"})
  void aConversationThatEverybodyLeftIsClosed(ConversationKind kind) throws ProtocolException {
    ConversationState alone = begin(kind, alice);

    ConversationState closed = alice.act(alone, new LogAction.Leave());

    assertThat(closed.isClosed()).isTrue();
    refused(ProtocolError.NOT_ALLOWED, alice, closed, add(bob));
  }

  @Test
  void anOutsiderDoesNothing() throws ProtocolException {
    ConversationState group = begin(ConversationKind.GROUP, alice, bob);

    refused(ProtocolError.NOT_A_MEMBER, outsider, group, add(outsider));
    refused(ProtocolError.NOT_A_MEMBER, outsider, group, new LogAction.Leave());
  }

  @Test
  void aFounderNamesItselfWithItsOwnRootKey() {
    LogAction.Create without =
        new LogAction.Create(
            ConversationKind.GROUP,
            Bytes.zeros(16),
            List.of(bob.asNewcomer()),
            Timers.NONE,
            Optional.empty());
    LogAction.Create wrongKey =
        new LogAction.Create(
            ConversationKind.GROUP,
            Bytes.zeros(16),
            List.of(new Newcomer(alice.user, Samples.hash(1))),
            Timers.NONE,
            Optional.empty());

    Refused.with(ProtocolError.NOT_A_MEMBER, () -> alice.firstEntry(without, Statements.none()));
    Refused.with(ProtocolError.NOT_ALLOWED, () -> alice.firstEntry(wrongKey, Statements.none()));
  }

  @Test
  void fiveHundredMembersAreTheMost() throws ProtocolException {
    List<Newcomer> many = new ArrayList<>();
    for (int i = 0; i < 499; i++) {
      many.add(new Newcomer(user(i), Samples.hash(1)));
    }
    ConversationState room = begin(ConversationKind.ROOM, alice);

    ConversationState full = alice.act(room, new LogAction.Add(many));

    assertThat(full.members()).hasSize(500);
    refused(
        ProtocolError.TOO_LARGE,
        alice,
        full,
        new LogAction.Add(List.of(new Newcomer(user(9999), Samples.hash(1)))));
  }

  @Test
  void aNewRootKeyThatTheOldOneSignedIsAcceptedByItsOwner() throws ProtocolException {
    ConversationState room = begin(ConversationKind.ROOM, alice, bob);
    bob.replaceRoot(true);
    LogAction accept = new LogAction.AcceptRoot(bob.user, bob.list.rootKeyHash());

    refused(ProtocolError.NOT_ALLOWED, bob, room, new LogAction.Leave());
    ConversationState after = bob.act(room, accept);

    assertThat(after.member(bob.user).orElseThrow().rootKeyHash())
        .isEqualTo(bob.list.rootKeyHash());
    assertThat(bob.act(after, new LogAction.Leave()).members()).hasSize(1);
  }

  @Test
  void aNewRootKeyThatNobodyVouchesForIsAcceptedByOthersOnly() throws ProtocolException {
    ConversationState direct = begin(ConversationKind.DIRECT, alice, bob);
    ConversationState room = begin(ConversationKind.ROOM, alice, bob, carol);
    bob.replaceRoot(false);
    LogAction accept = new LogAction.AcceptRoot(bob.user, bob.list.rootKeyHash());

    refused(ProtocolError.NOT_ALLOWED, bob, direct, accept);
    refused(ProtocolError.NOT_ALLOWED, carol, room, accept);
    assertThat(alice.act(direct, accept).member(bob.user).orElseThrow().rootKeyHash())
        .isEqualTo(bob.list.rootKeyHash());
    assertThat(alice.act(room, accept).members()).hasSize(3);
  }
}
