package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.DAY;
import static dev.wardroom.core.message.TestWorld.NOW;
import static dev.wardroom.core.message.TestWorld.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.Refused;
import dev.wardroom.core.lease.ClaimedPrekey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationContents;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.message.Urgency;
import dev.wardroom.wire.prekey.LeaseKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each check of a receiver, with a message that only this check refuses.
class RefusedMessageTest {
  private TestWorld world;
  private List<LeasedDevice> leased;
  private TestReceiver receiver;

  @BeforeEach
  void aWorldWithALease() throws ProtocolException {
    world = new TestWorld(Suite.P521_MLKEM1024);
    leased = world.leases(LeaseKind.HOUR);
    receiver = world.receiver(world.bob, 0);
  }

  private ReceivedMessage hello() throws ProtocolException {
    return delivered(world.seal("hello", leased), receiver.device, leased);
  }

  private void refused(ProtocolError error, ReceivedMessage message) {
    Refused.with(error, () -> receiver.receive(message, NOW));
  }

  @Test
  void anUnknownConversation() throws ProtocolException {
    ReceivedMessage message = hello();
    receiver.states = List.of();

    refused(ProtocolError.WRONG_CONVERSATION, message);
  }

  @Test
  void anotherNetwork() throws ProtocolException {
    ReceivedMessage message = hello();
    receiver.network = NetworkId.of(new byte[16]);

    refused(ProtocolError.WRONG_CONVERSATION, message);
  }

  @Test
  void aLeaseWithoutARecord() throws ProtocolException {
    ReceivedMessage full = hello();

    refused(
        ProtocolError.LEASE_MISMATCH,
        ReceivedMessage.of(full.message(), full.exchange(), new byte[0]));
  }

  @Test
  void aSecondRecordOfOneLease() throws ProtocolException {
    receiver.receive(hello(), NOW);
    LeasedDevice again =
        world.lease(
            world.claim(receiver.device, 0),
            leased.getFirst().record().lease(),
            LeaseKind.HOUR,
            NOW + 5);
    ReceivedMessage full = hello();

    refused(
        ProtocolError.LEASE_MISMATCH,
        ReceivedMessage.of(full.message(), full.exchange(), again.recordBytes().toArray()));
  }

  @Test
  void theRecordOfAnotherDevice() throws ProtocolException {
    ReceivedMessage full = hello();
    byte[] others = leased.getFirst().recordBytes().toArray();
    assertThat(leased.getFirst().record().recipientDevice()).isNotEqualTo(receiver.device);

    refused(
        ProtocolError.LEASE_MISMATCH, ReceivedMessage.of(full.message(), full.exchange(), others));
  }

  @Test
  void aSuiteBelowTheFloor() throws ProtocolException {
    TestWorld old = new TestWorld(Suite.P521);
    List<LeasedDevice> lowLease = old.leases(LeaseKind.HOUR);
    TestReceiver strict = old.receiver(old.bob, 0);
    strict.floor = Suite.P521_MLKEM1024;
    ReceivedMessage message = delivered(old.seal("x", lowLease), strict.device, lowLease);

    Refused.with(ProtocolError.UNSUPPORTED_SUITE, () -> strict.receive(message, NOW));
  }

  @Test
  void aMessageSentAfterTheEndOfItsLease() throws ProtocolException {
    LeaseId lease = LeaseId.of(RandomSource.system().bytes(16));
    LeasedDevice ended = world.lease(receiver.device, lease, LeaseKind.HOUR, NOW);
    MessageDraft atGrace = world.draft("late", NOW + 600_000);
    MessageDraft pastGrace = world.draft("late", NOW + 600_001);
    List<LeasedDevice> only = List.of(ended);

    ReceivedMessage taken =
        delivered(world.sealer.seal(world.request(atGrace, only)), receiver.device, only);
    ReceivedMessage late =
        delivered(world.sealer.seal(world.request(pastGrace, only)), receiver.device, only);

    assertThat(receiver.receive(taken, NOW).content()).isNotEmpty();
    refused(ProtocolError.LEASE_ENDED, late);
  }

  @Test
  void aPrekeyGivenTwice() throws ProtocolException {
    receiver.receive(hello(), NOW);
    ClaimedPrekey samePrekey = world.claim(receiver.device, 0);
    LeaseId other = LeaseId.of(RandomSource.system().bytes(16));
    List<LeasedDevice> second = List.of(world.lease(samePrekey, other, LeaseKind.HOUR, NOW + 1000));
    ReceivedMessage message =
        delivered(
            world.sealer.seal(world.request(world.draft("b"), second)), receiver.device, second);

    refused(ProtocolError.PREKEY_GIVEN_TWICE, message);
  }

  @Test
  void aDestroyedPrekey() throws ProtocolException {
    receiver.receive(hello(), NOW);
    ReceivedMessage next = hello();
    receiver.destroy(
        leased.stream()
            .filter(l -> l.record().recipientDevice().equals(receiver.device))
            .findFirst()
            .orElseThrow()
            .record()
            .prekey());

    refused(ProtocolError.PREKEY_UNKNOWN, next);
  }

  @Test
  void aReplay() throws ProtocolException {
    ReceivedMessage message = hello();
    receiver.receive(message, NOW);

    refused(ProtocolError.ALREADY_SEEN, message);
  }

  @Test
  void aReplayWhosePrekeyIsGoneIsKnownAsOne() throws ProtocolException {
    ReceivedMessage message = hello();
    OpenedMessage opened = receiver.receive(message, NOW);
    receiver.destroy(opened.leaseRecord().prekey());
    receiver.records.clear();

    refused(ProtocolError.ALREADY_SEEN, message);
    refused(
        ProtocolError.ALREADY_SEEN,
        ReceivedMessage.of(message.message(), message.exchange(), new byte[0]));
  }

  /// A lease that does not fit must not let a message past the checks of who sent it.
  @Test
  void aMessageThatCannotBeOpenedIsStillJudgedByItsSender() throws ProtocolException {
    ReceivedMessage message = hello();

    assertThat(receiver.opener.genuine(message.message(), NOW).notices()).isEmpty();
    Refused.with(
        ProtocolError.TOO_OLD,
        () -> receiver.opener.genuine(message.message(), NOW + 32 * DAY + 1));
    receiver.lists.put(world.alice.user, List.of());
    Refused.with(ProtocolError.LIST_UNKNOWN, () -> receiver.opener.genuine(message.message(), NOW));
    Refused.with(ProtocolError.LIST_UNKNOWN, () -> receiver.opener.genuineItem(message.message()));
  }

  @Test
  void anItemThatComesAgainIsJudgedByItsSenderAndNotByItsAge() throws ProtocolException {
    ReceivedMessage message = hello();
    receiver.receive(message, NOW);
    world.alice.change(NOW, List.of(), List.of(world.alice.device(0)));
    receiver.lists.put(world.alice.user, world.alice.lists);

    assertThat(receiver.opener.genuineItem(message.message()).notices())
        .contains(MessageNotice.DEVICE_REMOVED_SINCE);
    receiver.states = List.of();
    Refused.with(
        ProtocolError.WRONG_CONVERSATION, () -> receiver.opener.genuineItem(message.message()));
  }

  @Test
  void aClockADayAheadOr32DaysBehind() throws ProtocolException {
    ReceivedMessage message = hello();

    assertThat(receiver.opener.verify(message, NOW - DAY).header().sentAt()).isEqualTo(NOW);
    Refused.with(ProtocolError.CLOCK_AHEAD, () -> receiver.opener.verify(message, NOW - DAY - 1));
    assertThat(receiver.opener.verify(message, NOW + 32 * DAY).header().sentAt()).isEqualTo(NOW);
    Refused.with(ProtocolError.TOO_OLD, () -> receiver.opener.verify(message, NOW + 32 * DAY + 1));
  }

  @Test
  void anUnknownDeviceList() throws ProtocolException {
    ReceivedMessage message = hello();
    receiver.lists.put(world.alice.user, List.of());

    refused(ProtocolError.LIST_UNKNOWN, message);
  }

  @Test
  void aDeviceThatIsNotInTheListItNames() throws ProtocolException {
    TestPerson alice = world.alice;
    alice.change(NOW, List.of(), List.of(alice.device(0)));
    SenderPlace place =
        new SenderPlace(
            world.network,
            world.state().id(),
            alice.user,
            leased.getFirst().record().senderDevice(),
            alice.list().hash(),
            world.state().head(),
            1,
            Hash32.ZERO);
    SealRequest request =
        new SealRequest(place, world.draft("x"), world.audience(), List.of(), leased, NOW);
    ReceivedMessage message = delivered(world.sealer.seal(request), receiver.device, leased);
    receiver.lists = Map.of(alice.user, alice.lists, world.bob.user, world.bob.lists);

    refused(ProtocolError.DEVICE_REMOVED, message);
  }

  @Test
  void aListThatWasOverWhenTheMessageWasSent() throws ProtocolException {
    TestPerson alice = world.alice;
    DeviceList brief = alice.list().list().successor(NOW - DAY, NOW - 1, List.of(), List.of());
    alice.lists.add(alice.list().next(alice.root.sign(brief).encode()));
    ReceivedMessage message = hello();
    receiver.lists.put(alice.user, alice.lists);

    refused(ProtocolError.LIST_EXPIRED, message);
  }

  @Test
  void anUnknownHead() throws ProtocolException {
    world.act(new LogAction.SetTimers(new Timers(60, 0)));
    ReceivedMessage message = hello();

    refused(ProtocolError.HEAD_UNKNOWN, message);
  }

  @Test
  void aSenderWhoWasNoMemberAtTheHead() throws ProtocolException {
    TestWorld room = new TestWorld(Suite.P521);
    // Bob's view has a state without Alice under the very head that she names.
    List<LeasedDevice> lease = room.leases(LeaseKind.HOUR);
    SealedMessage sealed = room.seal("x", lease);
    TestReceiver bob = room.receiver(room.bob, 0);
    ConversationState state = room.state();
    ConversationContents contents = state.contents();
    bob.states =
        List.of(
            new ConversationState(
                state.id(),
                state.head(),
                state.network(),
                new ConversationContents(
                    contents.kind(),
                    contents.number(),
                    contents.members().stream()
                        .filter(m -> !m.user().equals(room.alice.user))
                        .toList(),
                    contents.timers(),
                    contents.retention(),
                    contents.closed())));

    Refused.with(
        ProtocolError.NOT_A_MEMBER, () -> bob.receive(delivered(sealed, bob.device, lease), NOW));
  }

  @Test
  void aScopeThatDoesNotMeanThisUser() throws ProtocolException {
    MessageDraft forCarol =
        new MessageDraft(
            world.draft("x").id(),
            new byte[] {1},
            new MessageScope.OneUser(world.carol.user),
            Urgency.SILENT,
            NOW,
            0);
    ReceivedMessage message =
        delivered(world.sealer.seal(world.request(forCarol, leased)), receiver.device, leased);

    refused(ProtocolError.WRONG_USER, message);
  }

  @Test
  void aSignatureOfAnotherKey() throws ProtocolException {
    ReceivedMessage good = hello();
    SignedMessage original = good.message();
    byte[] forged = world.bob.key(world.bob.device(0)).signMessage(original.digest()).toArray();
    SignedMessage resigned =
        SignedMessage.fromWire(
            original.headerBytes().toArray(),
            original.ephemeralKey().toArray(),
            original.payload().toArray(),
            forged);

    refused(
        ProtocolError.SIGNATURE_INVALID,
        ReceivedMessage.of(resigned, good.exchange(), good.leaseRecord().orElseThrow().toArray()));
  }

  @Test
  void aChangedExchange() throws ProtocolException {
    ReceivedMessage good = hello();
    byte[] sealed = good.exchange().sealed().toArray();
    sealed[47] ^= 1;

    refused(
        ProtocolError.NOT_OPENED,
        ReceivedMessage.of(
            good.message(),
            new Exchange(good.exchange().lease(), Bytes.wrap(sealed)),
            good.leaseRecord().orElseThrow().toArray()));
  }

  @Test
  void aChangedLeaseRecordInEitherSuite() throws ProtocolException {
    for (Suite suite : Suite.values()) {
      TestWorld fresh = new TestWorld(suite);
      List<LeasedDevice> lease = fresh.leases(LeaseKind.HOUR);
      TestReceiver bob = fresh.receiver(fresh.bob, 0);
      ReceivedMessage good = delivered(fresh.seal("x", lease), bob.device, lease);
      byte[] record = good.leaseRecord().orElseThrow().toArray();
      // The last byte of ends-at: nothing but the hash in the exchange's info protects it.
      int endsAt = record.length - 4 - (suite.isPostQuantum() ? 1568 : 0) - 2;
      record[endsAt] ^= 1;
      ReceivedMessage changed = ReceivedMessage.of(good.message(), good.exchange(), record);

      Refused.with(ProtocolError.NOT_OPENED, () -> bob.receive(changed, NOW));
    }
  }

  @Test
  void aWrongMlKemCiphertext() throws ProtocolException {
    ReceivedMessage good = hello();
    byte[] record = good.leaseRecord().orElseThrow().toArray();
    record[record.length - 1] ^= 1;

    refused(ProtocolError.NOT_OPENED, ReceivedMessage.of(good.message(), good.exchange(), record));
  }
}
