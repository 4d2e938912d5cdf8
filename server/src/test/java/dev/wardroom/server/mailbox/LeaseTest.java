package dev.wardroom.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.LeaseRecord;
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
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.log.ConversationKind;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PrekeyId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A lease is used as it was claimed, or not at all.
final class LeaseTest {
  private static final Sql FORGET_CLAIMS = Sql.of("update lease set claimed = null");

  private static final class Pair {
    private final TestWorld world;
    private final Person alice;
    private final Person bob;
    private final Device sender;
    private final ConversationId conversation;

    private Pair(Kernel kernel) {
      world = new TestWorld(kernel);
      world.people.setPlenty(false);
      alice = world.people.person(2);
      bob = world.people.person(1);
      sender = alice.device(0);
      conversation = world.create(ConversationKind.DIRECT, alice, bob);
    }

    private LeaseId lease() {
      return world.lease(sender, conversation);
    }

    private TestMail.Draft draft(LeaseId lease) {
      return world.mail.draft(sender, conversation).lease(lease);
    }

    private SendResult send(TestMail.Draft draft) {
      return world.send(sender, draft.build());
    }

    private void assertRefused(TestMail.Draft draft, Reason reason) {
      SendRequest request = draft.build();
      assertThatThrownBy(() -> world.send(sender, request))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
      assertThat(world.waiting(bob.device(0)).stream().filter(Item::hasMessage)).isEmpty();
    }
  }

  private static Map<String, UnaryOperator<dev.wardroom.wire.prekey.LeaseRecord>> forgeries(
      Pair pair, LeaseId other) {
    Map<String, UnaryOperator<dev.wardroom.wire.prekey.LeaseRecord>> all = new LinkedHashMap<>();
    all.put("network", r -> record(r, NetworkId.of(new byte[16]), r.conversation()));
    all.put("conversation", r -> record(r, r.network(), ConversationId.of(new byte[32])));
    all.put("sender user", r -> sender(r, pair.bob.device(0)));
    all.put("sender device", r -> sender(r, pair.alice.device(1)));
    all.put("recipient", r -> recipient(r, pair.sender));
    all.put("prekey", r -> lease(r, new PrekeyId(7, 7), r.lease(), r.kind(), r.endsAt()));
    all.put("lease", r -> lease(r, r.prekey(), other, r.kind(), r.endsAt()));
    all.put("kind", r -> lease(r, r.prekey(), r.lease(), LeaseKind.ONE_MESSAGE, r.endsAt()));
    all.put("later end", r -> lease(r, r.prekey(), r.lease(), r.kind(), r.endsAt() + 1));
    all.put("earlier end", r -> lease(r, r.prekey(), r.lease(), r.kind(), r.endsAt() - 1));
    return all;
  }

  private static dev.wardroom.wire.prekey.LeaseRecord record(
      dev.wardroom.wire.prekey.LeaseRecord r, NetworkId network, ConversationId conversation) {
    return new dev.wardroom.wire.prekey.LeaseRecord(
        network,
        conversation,
        r.senderUser(),
        r.senderDevice(),
        r.recipientUser(),
        r.recipientDevice(),
        r.prekey(),
        r.lease(),
        r.kind(),
        r.endsAt(),
        r.suite(),
        r.ciphertext());
  }

  private static dev.wardroom.wire.prekey.LeaseRecord sender(
      dev.wardroom.wire.prekey.LeaseRecord r, Device sender) {
    return new dev.wardroom.wire.prekey.LeaseRecord(
        r.network(),
        r.conversation(),
        sender.user(),
        sender.id(),
        r.recipientUser(),
        r.recipientDevice(),
        r.prekey(),
        r.lease(),
        r.kind(),
        r.endsAt(),
        r.suite(),
        r.ciphertext());
  }

  private static dev.wardroom.wire.prekey.LeaseRecord recipient(
      dev.wardroom.wire.prekey.LeaseRecord r, Device recipient) {
    return new dev.wardroom.wire.prekey.LeaseRecord(
        r.network(),
        r.conversation(),
        r.senderUser(),
        r.senderDevice(),
        recipient.user(),
        recipient.id(),
        r.prekey(),
        r.lease(),
        r.kind(),
        r.endsAt(),
        r.suite(),
        r.ciphertext());
  }

  private static dev.wardroom.wire.prekey.LeaseRecord lease(
      dev.wardroom.wire.prekey.LeaseRecord r,
      PrekeyId prekey,
      LeaseId lease,
      LeaseKind kind,
      long endsAt) {
    return new dev.wardroom.wire.prekey.LeaseRecord(
        r.network(),
        r.conversation(),
        r.senderUser(),
        r.senderDevice(),
        r.recipientUser(),
        r.recipientDevice(),
        prekey,
        lease,
        kind,
        endsAt,
        r.suite(),
        r.ciphertext());
  }

  @EngineTest
  void aRecordThatDiffersFromItsClaimInAnyPartIsRefused(Kernel kernel) {
    Pair pair = new Pair(kernel);
    LeaseId lease = pair.lease();
    forgeries(pair, pair.lease())
        .forEach((_, forgery) ->
            pair.assertRefused(pair.draft(lease).forge(forgery), Reason.REASON_LEASE));
    assertThat(pair.send(pair.draft(lease))).isInstanceOf(SendResult.Accepted.class);
  }

  @EngineTest
  void aRecordThatIsNotWellFormedIsRefused(Kernel kernel) {
    Pair pair = new Pair(kernel);
    SendRequest.Builder request = pair.draft(pair.lease()).build().toBuilder();
    LeaseRecord record = request.getLeaseRecords(0);
    ByteString cut = record.getRecord().substring(0, record.getRecord().size() - 1);
    request.setLeaseRecords(0, record.toBuilder().setRecord(cut));
    assertThatThrownBy(() -> pair.world.send(pair.sender, request.build()))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_MALFORMED));
    SendRequest.Builder twice = pair.draft(pair.lease()).build().toBuilder();
    twice.addLeaseRecords(twice.getLeaseRecords(0));
    assertThatThrownBy(() -> pair.world.send(pair.sender, twice.build()))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.REASON_MALFORMED));
  }

  @EngineTest
  void aDeviceThatWasNotInTheClaimGetsNothingByIt(Kernel kernel) {
    Pair pair = new Pair(kernel);
    Device sleeper = pair.alice.device(1);
    pair.world.people.setDormant(sleeper.id(), true);
    LeaseId lease = pair.lease();
    pair.world.people.setDormant(sleeper.id(), false);
    pair.assertRefused(pair.draft(lease), Reason.REASON_LEASE);
    assertThat(pair.send(pair.draft(pair.lease()))).isInstanceOf(SendResult.Accepted.class);
  }

  @EngineTest
  void aLeaseIsGoodToItsLastMillisecond(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    LeaseId lease = pair.lease();
    clock.advance(Duration.ofHours(1));
    assertThat(pair.send(pair.draft(lease))).isInstanceOf(SendResult.Accepted.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(pair.send(pair.draft(lease).sequence(2)))
        .isEqualTo(new SendResult.LeaseEnded(lease));
  }

  @EngineTest
  void anUnknownLeaseAndOneOfAnotherConversationAreEnded(Kernel kernel) {
    Pair pair = new Pair(kernel);
    LeaseId unknown = LeaseId.of(new byte[16]);
    assertThat(pair.send(pair.draft(unknown))).isEqualTo(new SendResult.LeaseEnded(unknown));
    ConversationId elsewhere =
        pair.world.create(ConversationKind.GROUP, pair.alice, pair.world.people.person(1));
    LeaseId foreign = pair.world.lease(pair.sender, elsewhere);
    assertThat(pair.send(pair.draft(foreign))).isEqualTo(new SendResult.LeaseEnded(foreign));
  }

  @EngineTest
  void aLeaseOfAnOlderServerIsStillGood(Kernel kernel) {
    Pair pair = new Pair(kernel);
    LeaseId lease = pair.lease();
    kernel.db().run(tx -> assertThat(tx.with(FORGET_CLAIMS).update()).isEqualTo(1));
    assertThat(pair.send(pair.draft(lease))).isInstanceOf(SendResult.Accepted.class);
  }

  @EngineTest
  void upToSixteenDevicesWithFullPoolsGetALeaseOfOneMessage(Kernel kernel) {
    TestWorld world = new TestWorld(kernel);
    Person alice = world.people.person(1);
    Person bob = world.people.person(16);
    ConversationId pair = world.create(ConversationKind.DIRECT, alice, bob);
    Person carol = world.people.person(1);
    ConversationId group = world.create(ConversationKind.GROUP, alice, bob, carol);
    Device sender = alice.device(0);
    assertThat(claim(world, sender, pair).lease().oneMessage()).isTrue();
    assertThat(claim(world, sender, group).lease().oneMessage()).as("17 devices").isFalse();
    world.people.setPlenty(false);
    assertThat(claim(world, sender, pair).lease().oneMessage()).as("short pools").isFalse();
  }

  @EngineTest
  void sixHundredClaimsOfADeviceAreGivenAndThenTenAMinute(Kernel kernel, FakeClock clock) {
    Pair pair = new Pair(kernel);
    for (int i = 0; i < MailboxLimits.CLAIMS_PER_DEVICE.burst(); i++) {
      claim(pair.world, pair.sender, pair.conversation);
    }
    assertThatThrownBy(() -> claim(pair.world, pair.sender, pair.conversation))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.REASON_TOO_MANY);
              assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(6));
            });
    clock.advance(Duration.ofSeconds(6));
    claim(pair.world, pair.sender, pair.conversation);
  }

  private static Mailbox.Claimed claim(TestWorld world, Device sender, ConversationId id) {
    return world.mailbox.claim(world.people.caller(sender), id, List.of());
  }
}
