package dev.wardroom.core.vectors.own;

import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.core.link.LinkCheck;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.core.link.LinkOffer;
import dev.wardroom.wire.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The channel of a linking from both sides, and the digits that people compare.
final class LinkOperations {
  private LinkOperations() {}

  static Map<String, String> check(Fields input) throws ProtocolException {
    return Map.of("digits", LinkCheck.digits(input.hex("note0")));
  }

  /// The side that shows the code takes the answerer's notes in the order given.
  static Map<String, String> shower(Fields input) throws ProtocolException {
    LinkCode code = LinkCode.parse(input.text("code"), input.number("now"));
    byte[] random = input.hex("showersRandom");
    LinkOffer offer =
        LinkOffer.make(
            code.network(),
            code.shownByNewDevice(),
            code.endsAt() - LinkCode.LIFE_MILLIS,
            new GivenRandom(random));
    List<byte[]> notes = input.hexList("notes");
    try (LinkChannel channel = offer.accept(notes.getFirst(), new GivenRandom(random))) {
      return opened(channel, notes.subList(1, notes.size()));
    }
  }

  /// The side that answers, made again from the random bytes of its channel key and of the
  /// ephemeral key of its note 0, takes the shower's notes in the order given.
  static Map<String, String> answerer(Fields input) throws ProtocolException {
    LinkCode code = LinkCode.parse(input.text("code"), input.number("now"));
    LinkChannel.Answer answer =
        LinkChannel.answer(code, new GivenRandom(input.hex("answerersRandom")));
    try (LinkChannel channel = answer.channel()) {
      return opened(channel, input.hexList("notes"));
    }
  }

  private static Map<String, String> opened(LinkChannel channel, List<byte[]> notes)
      throws ProtocolException {
    Map<String, String> plaintexts = new TreeMap<>();
    for (int i = 0; i < notes.size(); i++) {
      plaintexts.put("plaintext" + i, MessageOperations.hex(channel.open(notes.get(i))));
    }
    return plaintexts;
  }
}
