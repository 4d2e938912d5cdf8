package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.conversations.TestLogs;
import dev.wardroom.server.conversations.TestPeople.Device;
import dev.wardroom.server.conversations.TestPeople.Person;
import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.mailbox.sending.SendResult;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.message.MessageScope;
import java.time.Duration;
import java.util.List;

final class SendTest {
  private static final class Pair {
    private final TestWorld world;
    private final Person alice;
    private final Person bob;
    private final ConversationId conversation;
    private final LeaseId lease;

    private Pair(Kernel kernel) {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(2);
      bob = world.people.person(2);
      conversation = world.create(ConversationKind.DIRECT, alice, bob);
      lease = world.lease(alice.device(0), conversation);
    }

    private TestMail.Draft draft() {
      return world.mail.draft(alice.device(0), conversation).lease(lease);
    }

    private SendResult send(SendRequest request) {
      return world.send(alice.device(0), request);
    }
  }

  private static SendResult.Accepted accepted(SendResult result) {
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    return (SendResult.Accepted) result;
  }

  @EngineTest
  void anAcceptedMessageWaitsForEveryOtherDeviceAndNotForTheSender(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest request = pair.draft().build();
    assertThat(accepted(pair.send(request)).number()).isEqualTo(2);
    for (Device device : List.of(pair.alice.device(1), pair.bob.device(0), pair.bob.device(1))) {
      List<Item> items = pair.world.waiting(device);
      assertThat(items).hasSize(2);
      assertThat(items.get(0).hasEntrySigned()).isTrue();
      Item message = items.get(1);
      assertThat(message.getNumber()).isEqualTo(2);
      assertThat(message.getMessage().getHeader()).isEqualTo(request.getHeader());
      assertThat(message.getMessage().getPayload()).isEqualTo(request.getPayload());
      assertThat(message.getMessage().getLeaseRecord().isEmpty()).isFalse();
      assertThat(message.getMessage().getSealed().size()).isEqualTo(48);
    }
    assertThat(pair.world.waiting(pair.alice.device(0))).hasSize(1);
  }

  @EngineTest
  void eachDeviceGetsItsOwnExchange(Kernel kernel) {
    Pair pair = new Pair(kernel);
    pair.send(pair.draft().build());
    assertThat(
            List.of(
                sealedOf(pair, pair.alice.device(1)),
                sealedOf(pair, pair.bob.device(0)),
                sealedOf(pair, pair.bob.device(1))))
        .doesNotHaveDuplicates();
  }

  private static Object sealedOf(Pair pair, Device device) {
    return pair.world.waiting(device).get(1).getMessage().getSealed();
  }

  @EngineTest
  void aRepeatIsAnsweredWithTheAcceptedDigestAndStoredOnce(Kernel kernel) {
    Pair pair = new Pair(kernel);
    TestMail.Draft draft = pair.draft();
    SendRequest first = draft.build();
    SendRequest resealed = pair.draft().id(draft.id()).build();
    SendResult.Accepted accepted = accepted(pair.send(first));
    SendResult.Accepted again = accepted(pair.send(resealed));
    assertThat(again.number()).isEqualTo(accepted.number());
    assertThat(again.digest()).isEqualTo(first.getDigest().toByteArray());
    assertThat(pair.world.waiting(pair.bob.device(0))).hasSize(2);
  }

  @EngineTest
  void aRepeatIsAnsweredBeforeTheClockIsLookedAt(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    SendRequest request = pair.draft().build();
    SendResult.Accepted first = accepted(pair.send(request));
    clock.advance(Duration.ofMinutes(20));
    assertThat(accepted(pair.send(request)).number()).isEqualTo(first.number());
  }

  @EngineTest
  void aRepeatIsAnsweredAfterEverybodyReadAndTheItemIsGone(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest request = pair.draft().build();
    SendResult.Accepted first = accepted(pair.send(request));
    for (Device device :
        List.of(
            pair.alice.device(0), pair.alice.device(1), pair.bob.device(0), pair.bob.device(1))) {
      pair.world.acknowledge(device, pair.conversation, first.number());
    }
    kernel.workers().runOnce("mailbox-clear");
    assertThat(pair.world.waiting(pair.bob.device(0))).isEmpty();
    TestWorldAgain again = new TestWorldAgain(pair);
    assertThat(accepted(again.send(request)).digest()).isEqualTo(first.digest());
  }

  /// The same store behind fresh caches, as after a restart.
  private record TestWorldAgain(Pair pair) {
    private SendResult send(SendRequest request) {
      Mailbox restarted =
          new Mailbox(
              pair.world.kernel,
              pair.world.conversations,
              pair.world.people,
              pair.world.people,
              pair.world.quotas);
      return restarted.send(pair.world.people.caller(pair.alice.device(0)), request);
    }
  }

  @EngineTest
  void aSequenceThatIsNotTheNextIsRefusedWithTheOneExpected(Kernel kernel) {
    Pair pair = new Pair(kernel);
    assertThat(pair.send(pair.draft().sequence(3).build()))
        .isInstanceOfSatisfying(
            SendResult.SequenceMismatch.class,
            mismatch -> {
              assertThat(mismatch.expected()).isEqualTo(1);
              assertThat(mismatch.lastDigest()).isEmpty();
            });
  }

  @EngineTest
  void aClockFiveMinutesOffIsRefusedAndJustUnderIsNot(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    long now = clock.millis();
    assertThatThrownBy(() -> pair.send(pair.draft().sentAt(now - 300_001).build()))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_CLOCK));
    assertThatThrownBy(() -> pair.send(pair.draft().sentAt(now + 300_001).build()))
        .isInstanceOf(Refusal.class);
    accepted(pair.send(pair.draft().sentAt(now - 300_000).build()));
  }

  @EngineTest
  void anOutsiderIsToldThatThereIsNoSuchConversation(Kernel kernel) {
    Pair pair = new Pair(kernel);
    Person eve = pair.world.people.person(1);
    SendRequest request = pair.draft().build();
    assertThatThrownBy(
            () -> pair.world.mailbox.send(pair.world.people.caller(eve.device(0)), request))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_FORBIDDEN));
    assertThatThrownBy(() -> pair.world.mail.draft(eve.device(0), pair.conversation))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_NOT_FOUND));
  }

  @EngineTest
  void aNewDeviceOfAMemberChangesTheAudience(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    TestMail.Draft old = pair.draft();
    accepted(pair.send(old.build()));
    SendRequest late = pair.draft().sequence(2).build();
    pair.bob.add();
    pair.world.listChanged(pair.bob);
    accepted(pair.send(late));
    clock.advance(Duration.ofSeconds(31));
    SendRequest tooLate = pair.draft().sequence(3).audience(oldAudience(late, old)).build();
    assertThat(pair.send(tooLate)).isEqualTo(new SendResult.AudienceChanged(2));
  }

  private static Audience oldAudience(SendRequest late, TestMail.Draft old) {
    assertThat(late.getAudienceEpoch()).isEqualTo(1);
    return old.audience();
  }

  @EngineTest
  void theFirstSendAtTheNewAudienceIsTaken(Kernel kernel) {
    Pair pair = new Pair(kernel);
    accepted(pair.send(pair.draft().build()));
    Device added = pair.bob.add();
    pair.world.listChanged(pair.bob);
    LeaseId renewed = pair.world.lease(pair.alice.device(0), pair.conversation);
    TestMail.Draft draft = pair.world.mail.draft(pair.alice.device(0), pair.conversation);
    SendRequest second = draft.sequence(2).lease(renewed).build();
    assertThat(second.getAudienceEpoch()).isEqualTo(2);
    assertThat(accepted(pair.send(second)).number()).isEqualTo(3);
    assertThat(pair.world.waiting(added).stream().map(Item::getNumber)).containsExactly(3L);
  }

  @EngineTest
  void thePreviousListIsTakenForThirtySecondsAndNotAMillisecondLonger(
      Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    Audience previous = pair.draft().audience();
    Device added = pair.bob.add();
    pair.world.listChanged(pair.bob);
    clock.advance(Duration.ofSeconds(30));
    accepted(pair.send(pair.draft().audience(previous).build()));
    assertThat(pair.world.waiting(added).getFirst().getGone().getWhy())
        .isEqualTo(Gone.Why.WHY_NOT_FOR_THIS_DEVICE);
    clock.advance(Duration.ofMillis(1));
    assertThat(pair.send(pair.draft().sequence(2).audience(previous).build()))
        .isEqualTo(new SendResult.AudienceChanged(2));
  }

  @EngineTest
  void thePreviousEntryIsTakenForThirtySecondsAndNotAMillisecondLonger(
      Kernel kernel, FakeClock clock) throws Exception {
    TestWorld world = new TestWorld(kernel);
    world.people.setPlenty(false);
    Person alice = world.people.person(1);
    Person bob = world.people.person(1);
    Person carol = world.people.person(1);
    TestLogs.First first = world.logs.first(ConversationKind.GROUP, alice, bob);
    world.conversations.create(world.people.caller(alice.device(0)), first.signed());
    Device sender = alice.device(0);
    LeaseId lease = world.lease(sender, first.id());
    Audience previous = world.mail.draft(sender, first.id()).audience();
    byte[] entry =
        world.logs.next(first.state(), alice, new LogAction.Add(List.of(TestLogs.newcomer(carol))));
    world.conversations.append(world.people.caller(sender), first.id(), entry);
    clock.advance(Duration.ofSeconds(30));
    TestMail.Draft late = world.mail.draft(sender, first.id()).lease(lease).audience(previous);
    accepted(world.send(sender, late.build()));
    clock.advance(Duration.ofMillis(1));
    TestMail.Draft later = world.mail.draft(sender, first.id()).lease(lease).audience(previous);
    assertThat(world.send(sender, later.sequence(2).build()))
        .isEqualTo(new SendResult.AudienceChanged(2));
  }

  @EngineTest
  void aMessageSealedJustBeforeADeviceWasRemovedIsTakenWithoutItsExchange(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest late = pair.draft().build();
    Device removed = pair.bob.device(1);
    pair.bob.remove(removed);
    pair.world.listChanged(pair.bob, removed.id());
    accepted(pair.send(late));
    assertThat(pair.world.waiting(pair.bob.device(0))).hasSize(2);
    assertThat(pair.world.waiting(removed)).isEmpty();
  }

  @EngineTest
  void aMessageThatMissesADeviceIsRefused(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest whole = pair.draft().build();
    SendRequest short1 =
        whole.toBuilder().setExchanges(whole.getExchanges().substring(0, 102)).build();
    assertThatThrownBy(() -> pair.send(short1))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_MALFORMED));
  }

  @EngineTest
  void aDormantDeviceMayBeLeftOutAndAGoodOneMayNot(Kernel kernel) {
    Pair pair = new Pair(kernel);
    Device sleeper = pair.bob.device(1);
    assertThat(pair.send(pair.draft().leftOut(sleeper.id()).build()))
        .isInstanceOf(SendResult.AudienceChanged.class);
    pair.world.people.setDormant(sleeper.id(), true);
    accepted(pair.send(pair.draft().leftOut(sleeper.id()).build()));
    Item gone = pair.world.waiting(sleeper).get(1);
    assertThat(gone.getGone().getWhy()).isEqualTo(Gone.Why.WHY_NOT_FOR_THIS_DEVICE);
    assertThat(gone.getGone().getSenderDevice().isEmpty()).isTrue();
  }

  @EngineTest
  void theDevicesOfASuspendedMemberMayBeNamedAsLeftOut(Kernel kernel) {
    Pair pair = new Pair(kernel);
    Device strangers = pair.world.people.person(1).device(0);
    pair.bob.suspend();
    pair.world.listChanged(pair.bob);
    assertThatThrownBy(() -> pair.send(pair.draft().leftOut(strangers.id()).build()))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_MALFORMED));

    SendRequest named =
        pair.draft().leftOut(pair.bob.device(0).id(), pair.bob.device(1).id()).build();

    accepted(pair.send(named));
  }

  @EngineTest
  void aMessageToOneUserReachesThatUserAndTheOwnDevicesOnly(Kernel kernel) {
    Pair pair = new Pair(kernel);
    TestWorld world = pair.world;
    Person carol = world.people.person(1);
    ConversationId group = world.create(ConversationKind.GROUP, pair.alice, pair.bob, carol);
    LeaseId lease = world.lease(pair.alice.device(0), group);
    SendRequest request =
        world
            .mail
            .draft(pair.alice.device(0), group)
            .lease(lease)
            .scope(new MessageScope.OneUser(pair.bob.id()))
            .build();
    accepted(world.send(pair.alice.device(0), request));
    assertThat(last(world.waiting(pair.bob.device(1))).hasMessage()).isTrue();
    assertThat(last(world.waiting(pair.alice.device(1))).hasMessage()).isTrue();
    assertThat(last(world.waiting(carol.device(0))).getGone().getWhy())
        .isEqualTo(Gone.Why.WHY_NOT_FOR_THIS_DEVICE);
  }

  private static Item last(List<Item> items) {
    return items.getLast();
  }

  @EngineTest
  void aLeaseThatIsNotTheSendersOrIsOverIsRefused(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    LeaseId bobs = pair.world.lease(pair.bob.device(0), pair.conversation);
    TestMail.Draft stolen = pair.world.mail.draft(pair.alice.device(0), pair.conversation);
    assertThat(pair.send(stolen.lease(bobs).build())).isEqualTo(new SendResult.LeaseEnded(bobs));
    clock.advance(Duration.ofMinutes(61));
    assertThat(pair.send(pair.draft().build())).isEqualTo(new SendResult.LeaseEnded(pair.lease));
  }

  @EngineTest
  void aLeaseOfOneMessageTakesOneAndAnHourLeaseTakes64(Kernel kernel) {
    Pair pair = new Pair(kernel);
    pair.world.people.setPlenty(true);
    LeaseId one = pair.world.lease(pair.alice.device(0), pair.conversation);
    TestMail.Draft first = pair.world.mail.draft(pair.alice.device(0), pair.conversation);
    accepted(pair.send(first.lease(one).build()));
    TestMail.Draft second = pair.world.mail.draft(pair.alice.device(0), pair.conversation);
    assertThat(pair.send(second.lease(one).sequence(2).build()))
        .isEqualTo(new SendResult.LeaseEnded(one));
    for (int i = 2; i <= 65; i++) {
      accepted(pair.send(pair.draft().sequence(i).build()));
    }
    assertThat(pair.send(pair.draft().sequence(66).build()))
        .isEqualTo(new SendResult.LeaseEnded(pair.lease));
  }

  @EngineTest
  void anExchangeWithoutALeaseRecordIsRefusedAndLaterMessagesNeedNone(Kernel kernel) {
    Pair pair = new Pair(kernel);
    assertThatThrownBy(() -> pair.send(pair.draft().withoutRecords().build()))
        .isInstanceOf(Refusal.class);
    accepted(pair.send(pair.draft().build()));
    accepted(pair.send(pair.draft().sequence(2).withoutRecords().build()));
    List<Item> items = pair.world.waiting(pair.bob.device(0));
    assertThat(items.get(1).getMessage().getLeaseRecord().isEmpty()).isFalse();
    assertThat(items.get(2).getMessage().getLeaseRecord().isEmpty()).isTrue();
    pair.world.acknowledge(pair.bob.device(0), pair.conversation, 2);
    assertThat(pair.world.waiting(pair.bob.device(0)).getFirst().getMessage().getLeaseRecord())
        .as("a reader that begins in the middle of a lease gets its record")
        .isEqualTo(items.get(1).getMessage().getLeaseRecord());
  }

  @EngineTest
  void anExpiredMessageLeavesItsPlaceAndItsSequence(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    accepted(pair.send(pair.draft().ttlSeconds(5).build()));
    clock.advance(Duration.ofSeconds(6));
    assertExpired(pair);
    kernel.workers().runOnce("mailbox-expire");
    assertExpired(pair);
  }

  private static void assertExpired(Pair pair) {
    Gone gone = last(pair.world.waiting(pair.bob.device(0))).getGone();
    assertThat(gone.getWhy()).isEqualTo(Gone.Why.WHY_EXPIRED);
    assertThat(gone.getSequence()).isEqualTo(1);
    assertThat(gone.getSenderDevice().toByteArray()).isEqualTo(pair.alice.device(0).id().toArray());
  }

  @EngineTest
  void onlyTheAuthorsDevicesWithdrawAMessage(Kernel kernel) {
    Pair pair = new Pair(kernel);
    TestMail.Draft draft = pair.draft();
    accepted(pair.send(draft.build()));
    TestWorld world = pair.world;
    world.mailbox.withdraw(world.people.caller(pair.bob.device(0)), pair.conversation, draft.id());
    assertThat(last(world.waiting(pair.bob.device(0))).hasMessage()).isTrue();
    world.mailbox.withdraw(
        world.people.caller(pair.alice.device(1)), pair.conversation, draft.id());
    assertThat(last(world.waiting(pair.bob.device(0))).getGone().getWhy())
        .isEqualTo(Gone.Why.WHY_WITHDRAWN);
  }
}
