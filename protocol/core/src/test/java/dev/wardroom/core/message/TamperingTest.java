package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.Exchange;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// A server that changes any bit of what it delivers is refused, with an error that belongs to the
/// part, and never with another exception.
class TamperingTest {
  enum Part {
    HEADER(0),
    EPHEMERAL_KEY(1),
    PAYLOAD(2),
    SIGNATURE(3),
    LEASE_ID(4),
    SEALED(5),
    RECORD(6);

    private final int place;

    Part(int place) {
      this.place = place;
    }
  }

  private record Delivery(TestReceiver receiver, byte[][] parts) {}

  private static final Delivery LOW = delivery(Suite.P521);
  private static final Delivery HIGH = delivery(Suite.P521_MLKEM1024);

  private static Delivery delivery(Suite suite) {
    try {
      TestWorld world = new TestWorld(suite);
      List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
      TestReceiver receiver = world.receiver(world.bob, 0);
      ReceivedMessage received =
          TestWorld.delivered(world.seal("hello", leased), receiver.device, leased);
      SignedMessage message = received.message();
      byte[][] parts = {
        message.headerBytes().toArray(),
        message.ephemeralKey().toArray(),
        message.payload().toArray(),
        message.signature().toArray(),
        received.exchange().lease().toArray(),
        received.exchange().sealed().toArray(),
        received.leaseRecord().orElseThrow().toArray()
      };
      return new Delivery(receiver, parts);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private static void receive(TestReceiver receiver, byte[][] parts) throws ProtocolException {
    SignedMessage message = SignedMessage.fromWire(parts[0], parts[1], parts[2], parts[3]);
    ReceivedMessage received =
        ReceivedMessage.of(message, Exchange.fromWire(parts[4], parts[5]), parts[6]);
    receiver.opener.open(receiver.opener.verify(received, NOW)).close();
  }

  private static Set<ProtocolError> expected(Part part) {
    return switch (part) {
      case HEADER ->
          EnumSet.of(
              ProtocolError.MALFORMED,
              ProtocolError.TOO_LARGE,
              ProtocolError.UNSUPPORTED_VERSION,
              ProtocolError.UNSUPPORTED_SUITE,
              ProtocolError.WRONG_CONVERSATION,
              ProtocolError.LEASE_MISMATCH,
              ProtocolError.LEASE_ENDED,
              ProtocolError.CLOCK_AHEAD,
              ProtocolError.TOO_OLD,
              ProtocolError.LIST_UNKNOWN,
              ProtocolError.HEAD_UNKNOWN,
              ProtocolError.WRONG_USER,
              ProtocolError.SIGNATURE_INVALID);
      case EPHEMERAL_KEY -> EnumSet.of(ProtocolError.KEY_INVALID);
      case PAYLOAD -> EnumSet.of(ProtocolError.SIGNATURE_INVALID);
      case SIGNATURE -> EnumSet.of(ProtocolError.SIGNATURE_FORM, ProtocolError.SIGNATURE_INVALID);
      case LEASE_ID -> EnumSet.of(ProtocolError.LEASE_MISMATCH);
      case SEALED -> EnumSet.of(ProtocolError.NOT_OPENED);
      case RECORD ->
          EnumSet.of(
              ProtocolError.MALFORMED,
              ProtocolError.TOO_LARGE,
              ProtocolError.UNSUPPORTED_VERSION,
              ProtocolError.UNSUPPORTED_SUITE,
              ProtocolError.LEASE_MISMATCH,
              ProtocolError.LEASE_ENDED,
              ProtocolError.PREKEY_UNKNOWN,
              ProtocolError.NOT_OPENED);
    };
  }

  @Property(tries = 600)
  void anyChangedBitIsRefused(
      @ForAll Part part,
      @ForAll int place,
      @ForAll @IntRange(max = 7) int bit,
      @ForAll boolean postQuantum) {
    Delivery delivery = postQuantum ? HIGH : LOW;
    byte[][] parts = delivery.parts.clone();
    byte[] changed = parts[part.place].clone();
    changed[Math.floorMod(place, changed.length)] ^= (byte) (1 << bit);
    parts[part.place] = changed;

    ProtocolError error = null;
    try {
      receive(delivery.receiver, parts);
    } catch (ProtocolException e) {
      error = e.error();
    }

    assertThat(error).isNotNull().isIn(expected(part));
  }

  @Property(tries = 1)
  void theUnchangedMessageIsOpened() throws ProtocolException {
    receive(LOW.receiver, LOW.parts);
    receive(HIGH.receiver, HIGH.parts);
  }
}
