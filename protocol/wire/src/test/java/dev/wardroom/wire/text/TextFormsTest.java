package dev.wardroom.wire.text;

import static dev.wardroom.wire.Samples.ALICE;
import static dev.wardroom.wire.Samples.BOB;
import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NETWORK;
import static dev.wardroom.wire.Samples.NOW;
import static dev.wardroom.wire.Samples.OTHER_NETWORK;
import static dev.wardroom.wire.Samples.device;
import static dev.wardroom.wire.Samples.filled;
import static dev.wardroom.wire.Samples.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.Samples;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
  private final InvitationSecret secret = InvitationSecret.of(filled(16, 0xfb));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://chat.example.org",
        "http://localhost:8443",
        "https://[::1]:9000",
        "https://10.0.0.1:443"
      })
  void aLinkIsReadBack(String origin) throws ProtocolException {
    InvitationLink link = new InvitationLink(origin, secret, NETWORK, Optional.of(hash(9)));
    InvitationLink ownersFirst = new InvitationLink(origin, secret, NETWORK, Optional.empty());

    assertThat(InvitationLink.parse(link.toText())).isEqualTo(link);
    assertThat(InvitationLink.parse(ownersFirst.toText())).isEqualTo(ownersFirst);
    assertThat(link.toString()).doesNotContain(secret.bytes().toBase64Url());
    assertThat(link.toText().substring(origin.length())).startsWith("/#i/");
  }

  @Test
  void linksOfAnyOtherFormAreRefused() {
    String good = new InvitationLink("https://a.b", secret, NETWORK, Optional.of(hash(9))).toText();
    List<String> bad =
        List.of(
            "",
            good + "/",
            " " + good,
            good.replace("https", "ftp"),
            good.replace("#i", "#j"),
            good.replace("a.b", "A.b"),
            good.replace("a.b", "u@a.b"),
            good.replace("a.b", "a.b/c"),
            good.substring(0, good.length() - 1),
            good + "A");

    for (String link : bad) {
      Refused.with(ProtocolError.MALFORMED, () -> InvitationLink.parse(link));
    }
    assertThatThrownBy(() -> new InvitationLink("https://a.b/", secret, NETWORK, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theServerKnowsASecretByItsHash() throws ProtocolException {
    assertThat(InvitationSecret.fromWire(secret.toArray()).hash()).isEqualTo(secret.hash());
    assertThat(secret.toString()).isEqualTo("InvitationSecret");
    Refused.with(ProtocolError.MALFORMED, () -> InvitationSecret.fromWire(new byte[15]));
  }

  @Test
  void bothSidesSeeOneSafetyNumber() {
    P521PublicKey aliceRoot = new TestSigner().publicKey();
    P521PublicKey bobRoot = new TestSigner().publicKey();
    SafetyNumber.Party alice = new SafetyNumber.Party(NETWORK, ALICE, aliceRoot);
    SafetyNumber.Party bob = new SafetyNumber.Party(NETWORK, BOB, bobRoot);

    String number = SafetyNumber.of(alice, bob);

    assertThat(number).matches("[0-9]{60}").isEqualTo(SafetyNumber.of(bob, alice));
    assertThat(SafetyNumber.grouped(number)).matches("([0-9]{5} ){11}[0-9]{5}");
    assertThat(SafetyNumber.qrText(alice, bob)).isEqualTo(SafetyNumber.qrText(bob, alice));
    assertThat(SafetyNumber.of(alice, new SafetyNumber.Party(NETWORK, BOB, aliceRoot)))
        .isNotEqualTo(number);
    assertThat(SafetyNumber.of(alice, new SafetyNumber.Party(OTHER_NETWORK, BOB, bobRoot)))
        .isNotEqualTo(number);
    assertThat(SafetyNumber.fingerprintText(hash(0xab))).isEqualTo("abab ".repeat(15) + "abab");
  }

  @Test
  void aMessageIdIsAUuidOfVersion7ThatSortsByTime() throws ProtocolException {
    MessageId earlier = MessageId.of(NOW, filled(10, 0xff));
    MessageId later = MessageId.of(NOW + 1, filled(10, 0));

    assertThat(earlier.millis()).isEqualTo(NOW);
    assertThat(earlier).isLessThan(later);
    assertThat(MessageId.parse(later.toString())).isEqualTo(later);
    assertThat(later.toString().charAt(12)).isEqualTo('7');
    Refused.with(ProtocolError.MALFORMED, () -> MessageId.fromWire(new byte[16]));
    Refused.with(ProtocolError.MALFORMED, () -> MessageId.parse("00"));
    Refused.with(ProtocolError.MALFORMED, () -> UserId.parse("0011"));
  }

  private SessionChallenge challenge(Hash32 listHash) {
    return new SessionChallenge(
        NETWORK,
        "localhost:8443",
        ALICE,
        device(1),
        listHash,
        Bytes.zeros(32),
        Bytes.wrap(filled(32, 1)),
        NOW);
  }

  private static VerifiedDeviceList list(TestSigner root, TestSigner device)
      throws ProtocolException {
    DeviceList list =
        new DeviceList(
            NETWORK,
            ALICE,
            root.publicKey(),
            1,
            Hash32.ZERO,
            NOW,
            NOW + DAY,
            List.of(DeviceEntry.of(device(1), device.publicKey(), NOW, Suite.P521)),
            List.of());
    return VerifiedDeviceList.first(root.signed(list.encode()), NETWORK, ALICE);
  }

  @Test
  void aDeviceProvesItselfByTheChallenge() throws ProtocolException {
    TestSigner root = new TestSigner();
    TestSigner deviceKey = new TestSigner();
    VerifiedDeviceList list = list(root, deviceKey);
    SessionChallenge challenge = challenge(list.hash());

    byte[] signed = deviceKey.signed(challenge.encode());

    assertThat(SessionChallenge.verify(signed, list)).isEqualTo(challenge);
    Refused.with(
        ProtocolError.SIGNATURE_INVALID,
        () -> SessionChallenge.verify(root.signed(challenge.encode()), list));
  }

  /// A device that was away, or one that knows more than a restored server, signs in all the same.
  @Test
  void aChallengeMayNameAnotherVersionOfTheList() throws ProtocolException {
    TestSigner deviceKey = new TestSigner();
    VerifiedDeviceList list = list(new TestSigner(), deviceKey);
    SessionChallenge other = challenge(Samples.hash(1));

    byte[] signed = deviceKey.signed(other.encode());

    assertThat(SessionChallenge.verify(signed, list)).isEqualTo(other);
  }

  @Test
  void aRemovedDeviceCannotProveItself() throws ProtocolException {
    TestSigner root = new TestSigner();
    TestSigner deviceKey = new TestSigner();
    VerifiedDeviceList list = list(root, deviceKey);
    DeviceList without = list.list().successor(NOW, NOW + DAY, List.of(), List.of(device(1)));
    VerifiedDeviceList newest = list.next(root.signed(without.encode()));

    Refused.with(
        ProtocolError.DEVICE_REMOVED,
        () -> SessionChallenge.verify(deviceKey.signed(challenge(newest.hash()).encode()), newest));
  }
}
