package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.DAY;
import static dev.wardroom.core.message.TestWorld.NOW;
import static dev.wardroom.core.message.TestWorld.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.prekey.LeaseKind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is accepted and shown.
class NoticesTest {
  private TestWorld world;
  private List<LeasedDevice> leased;

  @BeforeEach
  void aWorldWithALease() throws ProtocolException {
    world = new TestWorld(Suite.P521);
    leased = world.leases(LeaseKind.HOUR);
  }

  @Test
  void aLateMessageOfARemovedDeviceIsShownAsSuch() throws ProtocolException {
    SealedMessage sealed = world.seal("late", leased);
    world.alice.change(NOW, List.of(), List.of(world.alice.device(0)));

    TestReceiver receiver = world.receiver(world.bob, 0);

    assertThat(receiver.receive(sealed, leased).notices())
        .contains(MessageNotice.DEVICE_REMOVED_SINCE);
  }

  @Test
  void aMessageOfAMemberWhoWasRemovedSinceIsShownAsSuch() throws ProtocolException {
    SealedMessage sealed = world.seal("late", leased);
    world.act(new LogAction.Leave());

    TestReceiver receiver = world.receiver(world.bob, 0);

    assertThat(receiver.receive(sealed, leased).notices())
        .containsExactly(MessageNotice.SENDER_LEFT_SINCE);
  }

  @Test
  void anotherRootKeySinceIsShown() throws ProtocolException {
    SealedMessage sealed = world.seal("before", leased);
    world.alice.replaceRoot(NOW, true);

    TestReceiver receiver = world.receiver(world.bob, 0);

    assertThat(receiver.receive(sealed, leased).notices())
        .contains(MessageNotice.ROOT_CHANGED_SINCE);
  }

  @Test
  void aDeviceThatTheServerHidFromTheSenderIsNoticed() throws ProtocolException {
    // Carol has had a second device for a day; Alice was never shown the list that names it.
    SealedMessage sealed = world.seal("hello", leased);
    world.carol.change(
        NOW - DAY / 2, List.of(world.carol.newDevice(NOW - DAY / 2, Suite.P521)), List.of());

    TestReceiver receiver = world.receiver(world.bob, 0);

    assertThat(receiver.receive(sealed, leased).notices())
        .containsExactly(MessageNotice.AUDIENCE_DIFFERS);
  }

  @Test
  void aListThatChangedAfterSendingIsNoAlarm() throws ProtocolException {
    SealedMessage sealed = world.seal("hello", leased);
    world.carol.change(NOW + 5000, List.of(world.carol.newDevice(NOW, Suite.P521)), List.of());

    assertThat(world.receiver(world.bob, 0).receive(sealed, leased).notices()).isEmpty();
  }

  @Test
  void aListThatChangedSecondsBeforeSendingIsNoAlarm() throws ProtocolException {
    SealedMessage sealed = world.seal("hello", leased);
    world.carol.change(NOW - 30_000, List.of(world.carol.newDevice(NOW, Suite.P521)), List.of());

    assertThat(world.receiver(world.bob, 0).receive(sealed, leased).notices()).isEmpty();
  }

  @Test
  void anOwnDeviceReceivesWhatAnotherOwnDeviceSends() throws ProtocolException {
    SealedMessage sealed = world.seal("to all", leased);
    TestReceiver own = world.receiver(world.alice, 1);

    assertThat(own.receive(delivered(sealed, own.device, leased), NOW).notices()).isEmpty();
  }
}
