package dev.wardroom.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.core.InsecureSeededRandom;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.Refused;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long DAY = 86_400_000L;
  private static final RandomSource RANDOM = RandomSource.system();
  private static final NetworkId NETWORK = NetworkId.of(new byte[16]);
  private static final UserId USER = UserId.of(RANDOM.bytes(16));
  private static final DeviceId DEVICE = DeviceId.of(RANDOM.bytes(16));

  @Test
  void aKeyIsTheSameAfterExportOfItsScalar() throws ProtocolException {
    for (int i = 0; i < 20; i++) {
      P521PrivateKey key = P521PrivateKey.generate(RANDOM);
      byte[] message = {(byte) i};

      P521PrivateKey computed = P521PrivateKey.fromScalar(key.exportScalar());
      P521PrivateKey paired = P521PrivateKey.fromPair(key.exportScalar(), key.publicKey());

      assertThat(computed.publicKey()).isEqualTo(key.publicKey());
      assertThat(key.publicKey().verifies(computed.sign(message), message)).isTrue();
      assertThat(key.publicKey().verifies(paired.sign(message), message)).isTrue();
    }
  }

  @Test
  void scalarsOutOfRangeAreRefused() {
    byte[] order =
        new java.math.BigInteger(
                "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
                    + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
                16)
            .toByteArray();
    Refused.with(
        ProtocolError.KEY_INVALID, () -> P521PrivateKey.fromScalar(SecretBytes.wrap(new byte[66])));
    Refused.with(
        ProtocolError.KEY_INVALID, () -> P521PrivateKey.fromScalar(SecretBytes.copyOf(order)));
    Refused.with(
        ProtocolError.KEY_INVALID, () -> P521PrivateKey.fromScalar(SecretBytes.wrap(new byte[65])));
  }

  @Test
  void aScalarThatDoesNotBelongToThePointSignsNothing() {
    P521PrivateKey one = P521PrivateKey.generate(RANDOM);
    P521PrivateKey other = P521PrivateKey.generate(RANDOM);

    boolean refusedOrUseless;
    try {
      P521PrivateKey mixed = P521PrivateKey.fromPair(one.exportScalar(), other.publicKey());
      P521Signature signature = mixed.sign(new byte[1]);
      refusedOrUseless = !other.publicKey().verifies(signature, new byte[1]);
    } catch (ProtocolException e) {
      refusedOrUseless = e.error() == ProtocolError.KEY_INVALID;
    }
    assertThat(refusedOrUseless).isTrue();
  }

  @Test
  void aSeedGivesTheSameKeysAgain() {
    P521PrivateKey one = P521PrivateKey.generate(new InsecureSeededRandom(new byte[] {1}));
    P521PrivateKey again = P521PrivateKey.generate(new InsecureSeededRandom(new byte[] {1}));

    assertThat(one.publicKey()).isEqualTo(again.publicKey());
  }

  @Test
  void aRootKeySignsOnlyListsThatNameIt() {
    RootKey root = RootKey.generate(RANDOM);
    RootKey other = RootKey.generate(RANDOM);
    DeviceList list =
        new DeviceList(
            NETWORK, USER, root.publicKey(), 1, Hash32.ZERO, NOW, NOW + DAY, List.of(), List.of());

    assertThat(root.sign(list).signatures()).hasSize(1);
    assertThatThrownBy(() -> other.sign(list)).isInstanceOf(IllegalArgumentException.class);
  }

  private static VerifiedDeviceList listOf(DeviceKey deviceKey, Suite... suites)
      throws ProtocolException {
    RootKey root = RootKey.generate(RANDOM);
    DeviceList list =
        new DeviceList(
            NETWORK,
            USER,
            root.publicKey(),
            1,
            Hash32.ZERO,
            NOW,
            NOW + DAY,
            List.of(DeviceEntry.of(DEVICE, deviceKey.publicKey(), NOW, suites)),
            List.of());
    return VerifiedDeviceList.first(root.sign(list).encode(), NETWORK, USER);
  }

  private static NewBatch.Plan plan(Suite suite, PrekeyKind kind, int count) {
    return new NewBatch.Plan(
        NETWORK, USER, DEVICE, Hash32.ZERO, 3, 2, suite, kind, count, NOW, NOW + 30 * DAY);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyPrekeyOfABatchIsProven(Suite suite) throws ProtocolException {
    DeviceKey key = DeviceKey.generate(RANDOM);
    VerifiedDeviceList list = listOf(key, Suite.P521, Suite.P521_MLKEM1024);
    NewBatch batch = NewBatch.make(plan(suite, PrekeyKind.ONE_TIME, 7), key, RANDOM);

    VerifiedBatch verified = VerifiedBatch.verify(batch.signed().encode(), list, DEVICE);
    MerkleTree tree =
        verified.checkAll(
            batch.prekeys().stream().map(p -> p.agreementKey().bytes()).toList(),
            batch.prekeys().stream().map(PublicPrekey::encapsulationKey).toList());

    for (int i = 0; i < 7; i++) {
      verified.checkPrekey(i, batch.prekeys().get(i), tree.path(i));
      int place = i;
      Refused.with(
          ProtocolError.PREKEY_PROOF_INVALID,
          () ->
              verified.checkPrekey((place + 1) % 7, batch.prekeys().get(place), tree.path(place)));
    }
  }

  @Test
  void aBatchOfAnotherDeviceKeyOrSuiteIsRefused() throws ProtocolException {
    DeviceKey key = DeviceKey.generate(RANDOM);
    VerifiedDeviceList oldDevice = listOf(key, Suite.P521);
    byte[] high =
        NewBatch.make(plan(Suite.P521_MLKEM1024, PrekeyKind.STANDING, 1), key, RANDOM)
            .signed()
            .encode();
    byte[] forged =
        NewBatch.make(plan(Suite.P521, PrekeyKind.STANDING, 1), DeviceKey.generate(RANDOM), RANDOM)
            .signed()
            .encode();

    Refused.with(
        ProtocolError.UNSUPPORTED_SUITE, () -> VerifiedBatch.verify(high, oldDevice, DEVICE));
    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> VerifiedBatch.verify(forged, oldDevice, DEVICE));
    Refused.with(
        ProtocolError.WRONG_DEVICE,
        () -> VerifiedBatch.verify(forged, oldDevice, DeviceId.of(new byte[16])));
  }

  @Test
  void aPlaceOutsideTheBatchIsRefused() throws ProtocolException {
    DeviceKey key = DeviceKey.generate(RANDOM);
    NewBatch batch = NewBatch.make(plan(Suite.P521, PrekeyKind.ONE_TIME, 1), key, RANDOM);
    VerifiedBatch verified =
        VerifiedBatch.verify(batch.signed().encode(), listOf(key, Suite.P521), DEVICE);
    PublicPrekey prekey = batch.prekeys().getFirst();

    verified.checkPrekey(0, prekey, List.of());
    for (int place : new int[] {-1, 1, 0x10000, Integer.MIN_VALUE}) {
      Refused.with(
          ProtocolError.PREKEY_PROOF_INVALID, () -> verified.checkPrekey(place, prekey, List.of()));
    }
  }

  @Test
  void anOldOrWithdrawnBatchIsNotUsed() throws ProtocolException {
    DeviceKey key = DeviceKey.generate(RANDOM);
    NewBatch batch = NewBatch.make(plan(Suite.P521, PrekeyKind.STANDING, 1), key, RANDOM);
    VerifiedBatch verified =
        VerifiedBatch.verify(batch.signed().encode(), listOf(key, Suite.P521), DEVICE);

    verified.checkUsable(NOW + 30 * DAY, 3, false);
    Refused.with(
        ProtocolError.BATCH_EXPIRED, () -> verified.checkUsable(NOW + 30 * DAY + 1, 3, false));
    verified.checkUsable(NOW + 365 * DAY, 3, true);
    Refused.with(
        ProtocolError.BATCH_EXPIRED, () -> verified.checkUsable(NOW + 365 * DAY + 1, 3, true));
    Refused.with(ProtocolError.BATCH_WITHDRAWN, () -> verified.checkUsable(NOW, 4, false));
    Refused.with(ProtocolError.CLOCK_AHEAD, () -> verified.checkUsable(NOW - DAY - 1, 3, false));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aPrekeyIsStoredAndReadBack(Suite suite) throws ProtocolException {
    List<PrivatePrekey> read = new ArrayList<>();
    NewBatch batch =
        NewBatch.make(plan(suite, PrekeyKind.ONE_TIME, 3), DeviceKey.generate(RANDOM), RANDOM);
    for (PrivatePrekey prekey : batch.secrets()) {
      try (SecretBytes stored = prekey.encode()) {
        read.add(PrivatePrekey.decode(stored));
      }
    }

    assertThat(read.get(2).id()).isEqualTo(new PrekeyId(3, 2));
    assertThat(read.stream().map(PrivatePrekey::publicPrekey).toList()).isEqualTo(batch.prekeys());
    assertThat(read.getFirst().kemKey().isPresent()).isEqualTo(suite.isPostQuantum());
  }
}
