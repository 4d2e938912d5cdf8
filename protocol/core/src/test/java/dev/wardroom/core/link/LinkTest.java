package dev.wardroom.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.Refused;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final RandomSource RANDOM = RandomSource.system();
  private final NetworkId network = NetworkId.of(RANDOM.bytes(16));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothSidesTalkAfterOneCode(boolean shownByNewDevice) throws ProtocolException {
    LinkOffer offer = LinkOffer.make(network, shownByNewDevice, NOW, RANDOM);
    LinkCode scanned = LinkCode.parse(offer.code().toText(), NOW + 1000);
    LinkChannel.Answer answer = LinkChannel.answer(scanned, RANDOM);
    LinkChannel shower = offer.accept(answer.firstNote(), RANDOM);
    LinkChannel answerer = answer.channel();

    assertThat(scanned.shownByNewDevice()).isEqualTo(shownByNewDevice);
    assertThat(shower.side()).isZero();
    assertThat(answerer.side()).isOne();
    for (int i = 0; i < 3; i++) {
      byte[] text = {(byte) i, 7};
      assertThat(answerer.open(shower.seal(text))).isEqualTo(text);
      assertThat(shower.open(answerer.seal(text))).isEqualTo(text);
    }
  }

  @Test
  void aCodeIsGoodForTwoMinutes() throws ProtocolException {
    String text = LinkOffer.make(network, true, NOW, RANDOM).code().toText();

    assertThat(LinkCode.parse(text, NOW + 120_000).network()).isEqualTo(network);
    Refused.with(ProtocolError.LINK_REFUSED, () -> LinkCode.parse(text, NOW + 120_001));
    Refused.with(ProtocolError.LINK_REFUSED, () -> LinkCode.parse(text, NOW - 120_001));
    Refused.with(ProtocolError.MALFORMED, () -> LinkCode.parse(text + "A", NOW));
    Refused.with(ProtocolError.MALFORMED, () -> LinkCode.parse("wardroom-link:", NOW));
  }

  @Test
  void aServerThatSwapsTheAnswerersKeyIsRefused() throws ProtocolException {
    LinkOffer offer = LinkOffer.make(network, true, NOW, RANDOM);
    LinkCode seen = offer.code();
    // The server knows channel and point, and not s.
    LinkCode guessed =
        new LinkCode(
            true,
            network,
            seen.channel(),
            seen.endsAt(),
            seen.publicKey(),
            SecretBytes.random(32, RANDOM));

    Refused.with(
        ProtocolError.LINK_REFUSED,
        () -> offer.accept(LinkChannel.answer(guessed, RANDOM).firstNote(), RANDOM));
  }

  @Test
  void aCodeWithASwappedKeyReachesNobody() throws ProtocolException {
    LinkOffer offer = LinkOffer.make(network, true, NOW, RANDOM);
    LinkCode c = offer.code();
    LinkCode swapped =
        new LinkCode(
            true,
            network,
            c.channel(),
            c.endsAt(),
            P521PrivateKey.generate(RANDOM).publicKey(),
            c.secret().copy());

    Refused.with(
        ProtocolError.LINK_REFUSED,
        () -> offer.accept(LinkChannel.answer(swapped, RANDOM).firstNote(), RANDOM));
  }

  @Test
  void notesAreNeitherRepeatedNorReorderedNorReflected() throws ProtocolException {
    LinkOffer offer = LinkOffer.make(network, false, NOW, RANDOM);
    LinkChannel.Answer answer =
        LinkChannel.answer(LinkCode.parse(offer.code().toText(), NOW), RANDOM);
    LinkChannel shower = offer.accept(answer.firstNote(), RANDOM);
    byte[] first = shower.seal(new byte[] {1});
    byte[] second = shower.seal(new byte[] {2});

    Refused.with(ProtocolError.LINK_REFUSED, () -> answer.channel().open(second));
    assertThat(answer.channel().open(first)).containsExactly(1);
    Refused.with(ProtocolError.LINK_REFUSED, () -> answer.channel().open(first));
    Refused.with(ProtocolError.LINK_REFUSED, () -> shower.open(second));
    assertThat(answer.channel().open(second)).containsExactly(2);
  }

  @Test
  void theLargestNoteFitsTheServersDrop() throws ProtocolException {
    LinkOffer offer = LinkOffer.make(network, false, NOW, RANDOM);
    LinkChannel channel =
        LinkChannel.answer(LinkCode.parse(offer.code().toText(), NOW), RANDOM).channel();

    assertThat(channel.seal(new byte[LinkChannel.NOTE_BYTES_MAX]).length)
        .isLessThanOrEqualTo(61_440);
    Refused.with(
        ProtocolError.TOO_LARGE, () -> channel.seal(new byte[LinkChannel.NOTE_BYTES_MAX + 1]));
  }
}
