package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.Refused;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.LeaseKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageOpenerTest {
  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyDeviceOfEveryMemberOpensTheMessage(Suite suite) throws ProtocolException {
    TestWorld world = new TestWorld(suite);
    List<LeasedDevice> leased = world.leases(LeaseKind.ONE_MESSAGE);

    SealedMessage sealed = world.seal("hello", leased);

    assertThat(sealed.exchanges()).hasSize(4);
    assertThat(sealed.message().header().lowestSuite()).isEqualTo(suite);
    for (TestPerson person : world.people) {
      for (int i = 0; i < person.keys.size(); i++) {
        if (!person.device(i).equals(world.senderDevice())) {
          OpenedMessage opened = world.receiver(person, i).receive(sealed, leased);
          assertThat(new String(opened.content(), StandardCharsets.UTF_8)).isEqualTo("hello");
          assertThat(opened.notices()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aLeaseServesManyMessagesAndItsRecordComesOnce(Suite suite) throws ProtocolException {
    TestWorld world = new TestWorld(suite);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    TestReceiver receiver = world.receiver(world.bob, 0);

    for (int i = 0; i < 3; i++) {
      SealedMessage sealed = world.seal("message " + i, leased);
      world.accepted(sealed);
      ReceivedMessage full = TestWorld.delivered(sealed, receiver.device, leased);
      ReceivedMessage received =
          i == 0 ? full : ReceivedMessage.of(full.message(), full.exchange(), new byte[0]);
      assertThat(new String(receiver.receive(received, NOW).content(), StandardCharsets.UTF_8))
          .isEqualTo("message " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aMessageOfAnotherDeviceIsNotOpened(Suite suite) throws ProtocolException {
    TestWorld world = new TestWorld(suite);
    List<LeasedDevice> leased = world.leases(LeaseKind.ONE_MESSAGE);
    SealedMessage sealed = world.seal("hello", leased);
    TestReceiver second = world.receiver(world.bob, 1);

    ReceivedMessage forFirst = TestWorld.delivered(sealed, world.bob.device(0), leased);

    Refused.with(ProtocolError.LEASE_MISMATCH, () -> second.receive(forFirst, NOW));
  }
}
