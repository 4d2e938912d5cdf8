package dev.wardroom.core.message;

import static dev.wardroom.core.message.TestWorld.DAY;
import static dev.wardroom.core.message.TestWorld.NOW;
import static dev.wardroom.core.message.TestWorld.delivered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.Refused;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PayloadKey;
import dev.wardroom.core.lease.LeasedDevice;
import dev.wardroom.core.primitive.AesGcm;
import dev.wardroom.core.primitive.Hkdf;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealingTest {
  @Test
  void aRetryDrawsEverythingAnewAndKeepsTheId() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    MessageDraft draft = world.draft("hello");

    SealedMessage first = world.sealer.seal(world.request(draft, leased));
    SealedMessage second = world.sealer.seal(world.request(draft, leased));

    assertThat(second.message().header().id()).isEqualTo(first.message().header().id());
    assertThat(second.message().ephemeralKey()).isNotEqualTo(first.message().ephemeralKey());
    assertThat(second.message().payload()).isNotEqualTo(first.message().payload());
    assertThat(second.messageKey().sameAs(first.messageKey())).isFalse();
    Set<Bytes> wrapped = new HashSet<>();
    first.exchanges().forEach(e -> wrapped.add(e.exchange().sealed()));
    second.exchanges().forEach(e -> wrapped.add(e.exchange().sealed()));
    assertThat(wrapped).hasSize(first.exchanges().size() * 2);
  }

  @Test
  void oneEphemeralKeyServesDevicesOfBothSuites() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    LeaseId lease = LeaseId.of(RandomSource.system().bytes(16));
    LeasedDevice high = world.lease(world.bob.device(0), lease, LeaseKind.HOUR, NOW + 1000);
    LeasedDevice.Terms lowTerms =
        new LeasedDevice.Terms(
            world.network,
            world.state().id(),
            world.alice.user,
            world.senderDevice(),
            Suite.P521,
            lease,
            LeaseKind.HOUR,
            NOW + 1000);
    LeasedDevice low =
        LeasedDevice.begin(
            lowTerms, world.claim(world.bob.device(1), 0), new Hpke(), RandomSource.system());
    List<LeasedDevice> both = List.of(high, low);

    SealedMessage sealed = world.seal("both", both);

    assertThat(high.record().suite()).isEqualTo(Suite.P521_MLKEM1024);
    assertThat(low.record().suite()).isEqualTo(Suite.P521);
    assertThat(sealed.message().header().lowestSuite()).isEqualTo(Suite.P521);
    for (int i = 0; i < 2; i++) {
      assertThat(world.receiver(world.bob, i).receive(sealed, both).content()).isNotEmpty();
    }
  }

  @Test
  void aLeaseThatEndedIsNotUsed() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    LeaseId lease = LeaseId.of(RandomSource.system().bytes(16));
    List<LeasedDevice> over =
        List.of(world.lease(world.bob.device(0), lease, LeaseKind.HOUR, NOW - 1));

    Refused.with(ProtocolError.LEASE_ENDED, () -> world.seal("x", over));
  }

  @Test
  void aDeviceIsNotNamedTwice() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    List<LeasedDevice> twice = List.of(leased.getFirst(), leased.getFirst());

    Refused.with(ProtocolError.LEASE_MISMATCH, () -> world.seal("x", twice));
  }

  @Test
  void theLargestContentIsSealedAndOneByteMoreIsNot() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage largest = world.seal("x".repeat(65_532), leased);

    assertThat(largest.message().payload().length()).isEqualTo(65_552);
    assertThat(world.receiver(world.bob, 0).receive(largest, leased).content()).hasSize(65_532);
    Refused.with(ProtocolError.TOO_LARGE, () -> world.seal("x".repeat(65_533), leased));
  }

  @Test
  void theDownloadOfOneKibibyteStaysInItsBudget() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage sealed = world.seal("x".repeat(1024 + 10), leased);
    SignedMessage message = sealed.message();

    int without = message.headerBytes().length() + 133 + message.payload().length() + 132 + 16 + 48;

    assertThat(message.headerBytes().length()).isEqualTo(274);
    assertThat(without).isLessThanOrEqualTo(1024 + 900 - 100);
    assertThat(leased.getFirst().recordBytes().length()).isLessThanOrEqualTo(2000);
  }

  @Test
  void aMessageItemIsVerifiedAndOpenedYearsLater() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    OpenedMessage opened =
        world.receiver(world.bob, 0).receive(world.seal("evidence", leased), leased);
    byte[] item = opened.toItem().encode();
    VerifiedDeviceList then = world.alice.list();

    MessageItem read = MessageItem.decode(item);

    assertThat(read.encode()).isEqualTo(item);
    assertThat(read.verifyAndOpen(then)).asString(StandardCharsets.UTF_8).isEqualTo("evidence");
    item[item.length - 1] ^= 1;
    MessageItem wrongKey = MessageItem.decode(item);
    Refused.with(ProtocolError.NOT_OPENED, () -> wrongKey.verifyAndOpen(then));
    Refused.with(ProtocolError.WRONG_USER, () -> read.verifyAndOpen(world.bob.list()));
    world.alice.change(NOW, List.of(), List.of());
    Refused.with(ProtocolError.LIST_UNKNOWN, () -> read.verifyAndOpen(world.alice.list()));
  }

  @Test
  void aPayloadThatOpensUnderASecondKeyIsRefusedByTheCommitment() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    SealedMessage sealed = world.seal("said to all", leased);
    SignedMessage message = sealed.message();
    // A dishonest sender signs a header that commits to another key than the payload's.
    MessageHeader h = message.header();
    MessageHeader other =
        new MessageHeader(
            h.lowestSuite(),
            h.id(),
            h.conversation(),
            h.senderUser(),
            h.senderDevice(),
            h.listHash(),
            h.head(),
            h.audience(),
            h.leftOut(),
            h.sequence(),
            h.previous(),
            h.sentAt(),
            h.ttlSeconds(),
            h.scope(),
            h.urgency(),
            new Hash32(Bytes.zeros(32)));
    try (PayloadKey key = PayloadKey.derive(new Hkdf(), sealed.messageKey(), h.id())) {
      Bytes payload = key.seal(new AesGcm(), other.encode(), new byte[] {1});
      assertThat(
              key.open(new AesGcm(), withCommitment(other, key), Bytes.of(other.encode()), payload))
          .containsExactly(1);
      Refused.with(
          ProtocolError.NOT_OPENED,
          () -> key.open(new AesGcm(), other, Bytes.of(other.encode()), payload));
    }
  }

  private static MessageHeader withCommitment(MessageHeader h, PayloadKey key) {
    return new MessageHeader(
        h.lowestSuite(),
        h.id(),
        h.conversation(),
        h.senderUser(),
        h.senderDevice(),
        h.listHash(),
        h.head(),
        h.audience(),
        h.leftOut(),
        h.sequence(),
        h.previous(),
        h.sentAt(),
        h.ttlSeconds(),
        h.scope(),
        h.urgency(),
        key.commitment());
  }

  @Test
  void aStandingPrekeyServesManyLeases() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    world.makeBatch(world.bob, world.bob.device(0), PrekeyKind.STANDING, 1, NOW - DAY);
    TestReceiver receiver = world.receiver(world.bob, 0);
    receiver.kind = PrekeyKind.STANDING;
    for (int i = 0; i < 2; i++) {
      LeaseId lease = LeaseId.of(RandomSource.system().bytes(16));
      List<LeasedDevice> leased =
          List.of(world.lease(world.claim(receiver.device, 0), lease, LeaseKind.HOUR, NOW + 9));
      SealedMessage sealed = world.seal("standing", leased);

      OpenedMessage opened = receiver.receive(delivered(sealed, receiver.device, leased), NOW);

      assertThat(opened.binding()).isEmpty();
    }
  }

  @Test
  void aLeaseOutlivesARestartOfItsSender() throws ProtocolException {
    TestWorld world = new TestWorld(Suite.P521_MLKEM1024);
    List<LeasedDevice> leased = world.leases(LeaseKind.HOUR);
    List<LeasedDevice> restored = new ArrayList<>();
    for (LeasedDevice device : leased) {
      try (SecretBytes stored = device.encode()) {
        restored.add(LeasedDevice.decode(stored));
      }
    }

    SealedMessage sealed = world.seal("again", restored);

    assertThat(world.receiver(world.carol, 0).receive(sealed, leased).content())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("again");
  }
}
