package dev.wardroom.wire.message;

import static dev.wardroom.wire.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.Refused;
import dev.wardroom.wire.Samples;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageObjectsTest {
  static MessageHeader header(long sequence, MessageScope scope, List<DeviceId> leftOut) {
    return new MessageHeader(
        Suite.P521_MLKEM1024,
        Samples.message(1),
        Samples.CONVERSATION,
        Samples.ALICE,
        Samples.device(1),
        Samples.hash(1),
        new LogHead(3, Samples.hash(2)),
        Samples.hash(3),
        leftOut,
        sequence,
        sequence == 1 ? Hash32.ZERO : Samples.hash(4),
        NOW,
        60,
        scope,
        Urgency.NORMAL,
        Samples.hash(5));
  }

  private static MessageHeader plain() {
    return header(1, MessageScope.conversation(), List.of());
  }

  @Test
  void aHeaderIsReadBackInEveryScope() throws ProtocolException {
    List<MessageScope> scopes =
        List.of(
            MessageScope.conversation(),
            new MessageScope.OneUser(Samples.BOB),
            new MessageScope.OwnDevices());
    for (MessageScope scope : scopes) {
      MessageHeader header = header(9, scope, List.of(Samples.device(8), Samples.device(7)));
      assertThat(MessageHeader.decode(header.encode())).isEqualTo(header);
    }
  }

  @Test
  void aHeaderHas274Bytes() {
    assertThat(plain().encode()).hasSize(274);
  }

  @Test
  void theFirstMessageNamesNoneBefore() {
    byte[] header = plain().encode();
    // The sequence's last byte: message 2 that names nobody.
    int sequence = 1 + 1 + 16 + 32 + 16 + 16 + 32 + 40 + 32 + 2 + 7;
    header[sequence] = 2;

    Refused.with(ProtocolError.MALFORMED, () -> MessageHeader.decode(header));
    header[sequence] = 0;
    Refused.with(ProtocolError.MALFORMED, () -> MessageHeader.decode(header));
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] header = plain().encode();
    header[0] = 2;

    Refused.with(ProtocolError.UNSUPPORTED_VERSION, () -> MessageHeader.decode(header));
  }

  @Test
  void leftOutDevicesRiseAndAreAtMost2000() throws ProtocolException {
    List<DeviceId> most = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      most.add(DeviceId.of(Samples.user(i).toArray()));
    }
    MessageHeader full = header(1, MessageScope.conversation(), most);
    byte[] encoded = full.encode();
    assertThat(encoded.length).isLessThanOrEqualTo(40_960);
    assertThat(MessageHeader.decode(encoded)).isEqualTo(full);

    most.add(Samples.device(200));
    assertThatThrownBy(() -> header(1, MessageScope.conversation(), most))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] two =
        header(1, MessageScope.conversation(), List.of(Samples.device(1), Samples.device(2)))
            .encode();
    int first = 1 + 1 + 16 + 32 + 16 + 16 + 32 + 40 + 32 + 2;
    two[first] = 3;
    Refused.with(ProtocolError.MALFORMED, () -> MessageHeader.decode(two));
  }

  @Test
  void scopesMeanTheRightUsers() {
    MessageScope one = new MessageScope.OneUser(Samples.BOB);
    MessageScope own = new MessageScope.OwnDevices();

    assertThat(MessageScope.conversation().includes(Samples.CAROL, Samples.ALICE)).isTrue();
    assertThat(one.includes(Samples.BOB, Samples.ALICE)).isTrue();
    assertThat(one.includes(Samples.ALICE, Samples.ALICE)).isTrue();
    assertThat(one.includes(Samples.CAROL, Samples.ALICE)).isFalse();
    assertThat(own.includes(Samples.ALICE, Samples.ALICE)).isTrue();
    assertThat(own.includes(Samples.BOB, Samples.ALICE)).isFalse();
  }

  @Test
  void theAudienceDependsOnItsMembersAndNotOnTheirOrder() {
    Audience.User alice = new Audience.User(Samples.ALICE, Samples.hash(1), Samples.hash(2));
    Audience.User bob = new Audience.User(Samples.BOB, Samples.hash(3), Samples.hash(4));
    Audience.User bobNewList = new Audience.User(Samples.BOB, Samples.hash(3), Samples.hash(5));
    List<DeviceId> none = List.of();

    Hash32 both = Audience.hash(List.of(alice, bob), none);

    assertThat(Audience.hash(List.of(bob, alice), none)).isEqualTo(both);
    assertThat(Audience.hash(List.of(alice), none)).isNotEqualTo(both);
    assertThat(Audience.hash(List.of(alice, bobNewList), none)).isNotEqualTo(both);
    assertThat(Audience.hash(List.of(alice, bob), List.of(Samples.device(1)))).isNotEqualTo(both);
  }

  @Test
  void theDigestKeepsItsPartsApart() {
    Bytes ab = Bytes.of(new byte[] {1, 2});
    Bytes a = Bytes.of(new byte[] {1});
    Bytes b = Bytes.of(new byte[] {2});

    Digest64 digest = MessageBindings.digest(ab, Bytes.EMPTY, b);

    assertThat(MessageBindings.digest(a, b, b)).isNotEqualTo(digest);
    assertThat(MessageBindings.previous(digest).bytes()).isNotEqualTo(digest.bytes().slice(0, 32));
  }

  @Test
  void aSignedMessageIsCheckedByLengthBeforeAnythingElse() {
    byte[] header = plain().encode();
    byte[] point = new TestSigner().publicKey().toArray();
    byte[] signature = new TestSigner().sign(new byte[1]).toArray();

    Refused.with(
        ProtocolError.TOO_LARGE,
        () -> SignedMessage.fromWire(header, point, new byte[65_553], signature));
    Refused.with(
        ProtocolError.MALFORMED,
        () -> SignedMessage.fromWire(header, point, new byte[271], signature));
    Refused.with(
        ProtocolError.SIGNATURE_FORM,
        () -> SignedMessage.fromWire(header, point, new byte[272], new byte[132]));
    Refused.with(
        ProtocolError.KEY_INVALID,
        () -> SignedMessage.fromWire(header, new byte[133], new byte[272], signature));
  }

  @Test
  void aSignatureCoversHeaderEphemeralKeyAndPayload() throws ProtocolException {
    TestSigner device = new TestSigner();
    byte[] header = plain().encode();
    byte[] point = new TestSigner().publicKey().toArray();
    byte[] payload = new byte[272];
    Digest64 digest = MessageBindings.digest(Bytes.of(header), Bytes.of(point), Bytes.of(payload));
    byte[] signature = device.sign(MessageBindings.signed(digest)).toArray();

    SignedMessage message = SignedMessage.fromWire(header, point, payload, signature);
    message.checkSignature(device.publicKey());
    payload[0] = 1;
    SignedMessage changed = SignedMessage.fromWire(header, point, payload, signature);
    SignedMessage otherKey =
        SignedMessage.fromWire(
            header, new TestSigner().publicKey().toArray(), new byte[272], signature);

    Refused.with(ProtocolError.SIGNATURE_INVALID, () -> changed.checkSignature(device.publicKey()));
    Refused.with(
        ProtocolError.SIGNATURE_INVALID, () -> otherKey.checkSignature(device.publicKey()));
    Refused.with(
        ProtocolError.SIGNATURE_INVALID,
        () -> message.checkSignature(new TestSigner().publicKey()));
  }
}
