package dev.wardroom.wire.device;

import static dev.wardroom.wire.Samples.ALICE;
import static dev.wardroom.wire.Samples.BOB;
import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NETWORK;
import static dev.wardroom.wire.Samples.NOW;
import static dev.wardroom.wire.Samples.OTHER_NETWORK;
import static dev.wardroom.wire.Samples.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.device.VerifiedDeviceList.RootChange;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedDeviceListTest {
  private final TestSigner root = new TestSigner();
  private final TestSigner phone = new TestSigner();
  private final TestSigner laptop = new TestSigner();
  private final DeviceEntry phoneEntry =
      DeviceEntry.of(device(1), phone.publicKey(), NOW, Suite.P521, Suite.P521_MLKEM1024);
  private final DeviceEntry laptopEntry =
      DeviceEntry.of(device(2), laptop.publicKey(), NOW + 1, Suite.P521);

  private DeviceList firstList() {
    return new DeviceList(
        NETWORK,
        ALICE,
        root.publicKey(),
        1,
        Hash32.ZERO,
        NOW,
        NOW + 365 * DAY,
        List.of(phoneEntry),
        List.of());
  }

  private VerifiedDeviceList first() throws ProtocolException {
    return VerifiedDeviceList.first(signed(firstList()), NETWORK, ALICE);
  }

  private byte[] signed(DeviceList list) {
    return root.signed(list.encode());
  }

  private DeviceList withLaptop() {
    return firstList().successor(NOW + 1, NOW + 300 * DAY, List.of(laptopEntry), List.of());
  }

  @Test
  void aListIsReadBackAsItWasWritten() throws ProtocolException {
    DeviceList list = withLaptop();

    assertThat(DeviceList.decode(list.encode())).isEqualTo(list);
    assertThat(DeviceList.decode(list.encode()).hash()).isEqualTo(list.hash());
  }

  @Test
  void versionsFollowEachOther() throws ProtocolException {
    VerifiedDeviceList second = first().next(signed(withLaptop()));
    DeviceList third = second.list().successor(NOW + 2, NOW + DAY, List.of(), List.of(device(1)));
    VerifiedDeviceList newest = first().nextAll(List.of(signed(withLaptop()), signed(third)));

    assertThat(second.rootChange()).isEqualTo(RootChange.NONE);
    assertThat(newest.list().version()).isEqualTo(3);
    assertThat(newest.requireDevice(device(2)).supports(Suite.P521)).isTrue();
    assertThat(newest.requireDevice(device(2)).supports(Suite.P521_MLKEM1024)).isFalse();
    Refused.with(ProtocolError.DEVICE_REMOVED, () -> newest.requireDevice(device(1)));
    Refused.with(ProtocolError.DEVICE_UNKNOWN, () -> newest.requireDevice(device(7)));
  }

  @Test
  void theSameBytesAgainAreTheSameList() throws ProtocolException {
    VerifiedDeviceList list = first();

    assertThat(list.next(list.signed().encode())).isSameAs(list);
  }

  @Test
  void aListOfAnotherUserOrNetworkIsRefused() {
    Refused.with(
        ProtocolError.WRONG_USER,
        () -> VerifiedDeviceList.first(signed(firstList()), NETWORK, BOB));
    Refused.with(
        ProtocolError.WRONG_NETWORK,
        () -> VerifiedDeviceList.first(signed(firstList()), OTHER_NETWORK, ALICE));
  }

  @Test
  void aListThatItsRootKeyDidNotSignIsRefused() {
    byte[] forged = phone.signed(firstList().encode());

    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> VerifiedDeviceList.first(forged, NETWORK, ALICE));
    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> first().next(phone.signed(withLaptop().encode())));
  }

  @Test
  void aFirstListHasVersionOne() {
    Refused.with(
        ProtocolError.LIST_CHAIN_BROKEN,
        () -> VerifiedDeviceList.first(signed(withLaptop()), NETWORK, ALICE));
  }

  @Test
  void aLaterListCanBeTheStartOfTrust() throws ProtocolException {
    VerifiedDeviceList list = VerifiedDeviceList.anchor(signed(withLaptop()), NETWORK, ALICE);

    assertThat(list.list().version()).isEqualTo(2);
  }

  @Test
  void aRollbackIsRefused() throws ProtocolException {
    VerifiedDeviceList second = first().next(signed(withLaptop()));

    Refused.with(ProtocolError.LIST_ROLLBACK, () -> second.next(signed(firstList())));
  }

  @Test
  void aSecondListOfOneVersionIsRefused() throws ProtocolException {
    VerifiedDeviceList second = first().next(signed(withLaptop()));
    DeviceList other = firstList().successor(NOW + 5, NOW + DAY, List.of(), List.of(device(1)));

    Refused.with(ProtocolError.LIST_FORK, () -> second.next(signed(other)));
  }

  @Test
  void aGapBetweenVersionsIsRefused() throws ProtocolException {
    DeviceList third = withLaptop().successor(NOW + 2, NOW + DAY, List.of(), List.of());

    Refused.with(ProtocolError.LIST_CHAIN_BROKEN, () -> first().next(signed(third)));
  }

  @Test
  void aListThatNamesAnotherPredecessorIsRefused() throws ProtocolException {
    DeviceList list = withLaptop();
    DeviceList unrelated =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            2,
            new Hash32(list.hash().bytes()),
            NOW + 1,
            NOW + DAY,
            list.devices(),
            list.removed());

    Refused.with(ProtocolError.LIST_CHAIN_BROKEN, () -> first().next(signed(unrelated)));
  }

  @Test
  void aDeviceThatVanishesWithoutBeingRemovedIsNoticed() throws ProtocolException {
    DeviceList first = firstList();
    DeviceList hiding =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            2,
            first.hash(),
            NOW,
            NOW + DAY,
            List.of(laptopEntry),
            List.of());

    Refused.with(ProtocolError.LIST_CHAIN_BROKEN, () -> first().next(signed(hiding)));
  }

  @Test
  void aDeviceWhoseKeyChangesIsNoticed() throws ProtocolException {
    DeviceList first = firstList();
    DeviceEntry swapped = DeviceEntry.of(device(1), laptop.publicKey(), NOW, Suite.P521);
    DeviceList swapping =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            2,
            first.hash(),
            NOW,
            NOW + DAY,
            List.of(swapped),
            List.of());

    Refused.with(ProtocolError.LIST_CHAIN_BROKEN, () -> first().next(signed(swapping)));
  }

  @Test
  void aRemovedDeviceNeverComesBack() throws ProtocolException {
    DeviceList second = firstList().successor(NOW, NOW + DAY, List.of(), List.of(device(1)));
    VerifiedDeviceList removed = first().next(signed(second));
    DeviceList forgetting =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            3,
            second.hash(),
            NOW,
            NOW + DAY,
            List.of(phoneEntry),
            List.of());

    Refused.with(ProtocolError.LIST_CHAIN_BROKEN, () -> removed.next(signed(forgetting)));
    assertThatThrownBy(() -> second.successor(NOW, NOW + DAY, List.of(phoneEntry), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOldRootKeyCanVouchForTheNewOne() throws ProtocolException {
    TestSigner newRoot = new TestSigner();
    DeviceList replaced =
        firstList().replaced(newRoot.publicKey(), NOW, NOW + DAY, List.of(laptopEntry));
    byte[] body = replaced.encode();

    VerifiedDeviceList vouched = first().next(newRoot.signedReplacing(body, root));
    VerifiedDeviceList unvouched = first().next(newRoot.signed(body));

    assertThat(vouched.rootChange()).isEqualTo(RootChange.VOUCHED);
    assertThat(vouched.rootKeyHashBefore()).isEqualTo(first().rootKeyHash());
    assertThat(unvouched.rootChange()).isEqualTo(RootChange.UNVOUCHED);
    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> first().next(newRoot.signedReplacing(body, laptop)));
    Refused.with(ProtocolError.SIGNATURE_INVALID, () -> first().next(root.signed(body)));
  }

  @Test
  void aNewRootKeyComesWithNewDevicesOnly() throws ProtocolException {
    TestSigner newRoot = new TestSigner();
    DeviceList keeping =
        new DeviceList(
            NETWORK,
            ALICE,
            newRoot.publicKey(),
            2,
            firstList().hash(),
            NOW,
            NOW + DAY,
            List.of(phoneEntry),
            List.of());
    DeviceEntry sameKey = DeviceEntry.of(device(5), phone.publicKey(), NOW, Suite.P521);
    DeviceList renamed =
        firstList().replaced(newRoot.publicKey(), NOW, NOW + DAY, List.of(sameKey));

    Refused.with(
        ProtocolError.LIST_CHAIN_BROKEN,
        () -> first().next(newRoot.signedReplacing(keeping.encode(), root)));
    Refused.with(
        ProtocolError.LIST_CHAIN_BROKEN,
        () -> first().next(newRoot.signedReplacing(renamed.encode(), root)));
  }

  @Test
  void sixteenDevicesAreTheMost() {
    List<DeviceEntry> sixteen = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      sixteen.add(DeviceEntry.of(device(i + 20), new TestSigner().publicKey(), NOW, Suite.P521));
    }
    DeviceList full =
        new DeviceList(
            NETWORK, ALICE, root.publicKey(), 1, Hash32.ZERO, NOW, NOW + DAY, sixteen, List.of());

    assertThat(full.devices()).hasSize(16);
    assertThatThrownBy(() -> full.successor(NOW, NOW + DAY, List.of(phoneEntry), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListIsGoodForUpTo366Days() {
    DeviceList year =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            1,
            Hash32.ZERO,
            NOW,
            NOW + 366 * DAY,
            List.of(phoneEntry),
            List.of());

    assertThat(year.isExpired(NOW + 366 * DAY)).isFalse();
    assertThat(year.isExpired(NOW + 366 * DAY + 1)).isTrue();
    assertThatThrownBy(() ->
            new DeviceList(
                NETWORK,
                ALICE,
                root.publicKey(),
                1,
                Hash32.ZERO,
                NOW,
                NOW + 366 * DAY + 1,
                List.of(phoneEntry),
                List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDeviceMayNameSuitesOfTheFuture() throws ProtocolException {
    DeviceEntry future =
        new DeviceEntry(DeviceId.of(new byte[16]), phone.publicKey(), NOW, List.of(1, 2, 9));
    DeviceList list =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            1,
            Hash32.ZERO,
            NOW,
            NOW + DAY,
            List.of(future),
            List.of());

    assertThat(DeviceList.decode(list.encode())).isEqualTo(list);
  }
}
