package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.DAY;
import static dev.wardroom.core.message.TestWorld.NOW;
import static dev.wardroom.core.message.TestWorld.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.ConversationContents;
import dev.wardroom.wire.log.ConversationState;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.RetentionMember;
import dev.wardroom.wire.log.Timers;
import dev.wardroom.wire.prekey.LeaseKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the server's order, losses and delays do to leases, heads and lists.
class LeaseScenariosTest {
  private static String text(OpenedMessage opened) {
    return new String(opened.content(), StandardCharsets.UTF_8);
  }

  @Test
  void theRecordComesWithTheSecondMessageWhenTheFirstExpired() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage expired = world.seal("first", leased);
    world.accepted(expired);
    SealedMessage second = world.seal("second", leased);
    TestReceiver receiver = world.receiver(world.bob, 0);

    OpenedMessage opened = receiver.receive(second, leased);

    assertThat(text(opened)).isEqualTo("second");
    assertThat(opened.header().sequence()).isEqualTo(2);
  }

  @Test
  void messagesOfALeaseOpenInAnyOrder() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    List<SealedMessage> sealed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sealed.add(world.seal("m" + i, leased));
      world.accepted(sealed.getLast());
    }
    TestReceiver receiver = world.receiver(world.bob, 1);

    for (int i : new int[] {2, 0, 3, 1}) {
      assertThat(text(receiver.receive(sealed.get(i), leased))).isEqualTo("m" + i);
    }
  }

  @Test
  void twoLeasesUseTwoPrekeysAndOneCanBeDestroyedWithoutTheOther() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> first = world.leases(LeaseKind.ONE_MESSAGE);
    List<LeasedDevice> second = world.leases(LeaseKind.ONE_MESSAGE);
    TestReceiver receiver = world.receiver(world.bob, 0);
    OpenedMessage opened = receiver.receive(world.seal("one", first), first);

    receiver.destroy(opened.leaseRecord().prekey());

    assertThat(text(receiver.receive(world.seal("two", second), second))).isEqualTo("two");
    assertThat(receiver.prekeys).hasSize(3);
  }

  @Test
  void aMessageThatNamesAnOlderHeadIsTaken() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage sealed = world.seal("old head", leased);
    world.act(new LogAction.SetTimers(new Timers(60, 0)));

    OpenedMessage opened = world.receiver(world.bob, 0).receive(sealed, leased);

    assertThat(opened.notices()).isEmpty();
  }

  @Test
  void aMessageThatNamesAnOlderListOfItsSenderIsTaken() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage sealed = world.seal("old list", leased);
    world.alice.change(
        NOW + 1000, List.of(world.alice.newDevice(NOW + 1000, Suite.P521)), List.of());

    OpenedMessage opened = world.receiver(world.bob, 0).receive(sealed, leased);

    assertThat(opened.notices()).isEmpty();
  }

  @Test
  void aMessageOfThirtyDaysWaitingIsTaken() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    TestReceiver receiver = world.receiver(world.bob, 0);
    ReceivedMessage waiting = delivered(world.seal("waited", leased), receiver.device, leased);

    assertThat(text(receiver.receive(waiting, NOW + 30 * DAY))).isEqualTo("waited");
  }

  @Test
  void theSameIdOfTwoSendersIsTwoMessages() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    TestReceiver receiver = world.receiver(world.bob, 0);
    OpenedMessage opened = receiver.receive(world.seal("mine", leased), leased);

    // Carol's device picks the id of Alice's message: seen is per sender device.
    assertThat(receiver.hasSeen(opened.header().senderDevice(), opened.header().id())).isTrue();
    assertThat(receiver.hasSeen(world.carol.device(0), opened.header().id())).isFalse();
  }

  @Test
  void aRetentionDeviceLeftOutAsDormantIsShown() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    TestPerson archive = new TestPerson(world.network, NOW - DAY, 1);
    ConversationState state = withRetention(world.state(), archive);
    world.states.clear();
    world.states.add(state);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    List<DeviceId> leftOut = List.of(archive.device(0));
    SealRequest request =
        new SealRequest(
            world.place(), world.draft("unkept"), world.audience(), leftOut, leased, NOW);
    SealedMessage sealed = world.sealer.seal(request);
    TestReceiver receiver = world.receiver(world.bob, 0);
    receiver.lists.put(archive.user, archive.lists);

    OpenedMessage opened = receiver.receive(sealed, leased);

    assertThat(opened.notices())
        .contains(MessageNotice.RETENTION_LEFT_OUT, MessageNotice.AUDIENCE_DIFFERS);
  }

  private static ConversationState withRetention(ConversationState state, TestPerson archive) {
    ConversationContents c = state.contents();
    RetentionMember retention =
        new RetentionMember(
            archive.user,
            archive.list().rootKeyHash(),
            new Hash32(Bytes.wrap(RandomSource.system().bytes(32))));
    return new ConversationState(
        state.id(),
        state.head(),
        state.network(),
        new ConversationContents(
            c.kind(), c.number(), c.members(), c.timers(), Optional.of(retention), c.closed()));
  }
}
