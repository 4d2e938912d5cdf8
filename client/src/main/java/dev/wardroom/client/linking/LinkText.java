package dev.wardroom.client.linking;

import dev.wardroom.client.ClientException;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolException;

/// A link code as people pass it on, and the digits that both devices show.
///
/// @param server the address that both devices use
record LinkText(LinkCode code, String server) {

  private static final int CHECK_VALUES = 100_000_000;

  static String print(LinkCode code, String server) {
    return code.toText() + "@" + server;
  }

  static LinkText parse(String text, long now) {
    String plain = text.strip();
    int at = plain.indexOf('@');
    if (at < 0) {
      throw new ClientException(
          ClientException.Kind.USAGE, "this is not a link code: copy all of it");
    }
    try {
      return new LinkText(LinkCode.parse(plain.substring(0, at), now), plain.substring(at + 1));
    } catch (ProtocolException e) {
      throw new ClientException(
          ClientException.Kind.REFUSED,
          "this link code is mistyped or more than two minutes old: show a new one",
          e);
    }
  }

  /// Eight digits, from the note that opened the channel: a third device in between has another
  /// one.
  static String check(byte[] firstNote) {
    byte[] hash = Hash32.of(Labels.LINK_CHECK, firstNote).toArray();
    long value = 0;
    for (int i = 0; i < 7; i++) {
      value = (value << 8) | (hash[i] & 0xff);
    }
    String digits = Long.toString(value % CHECK_VALUES);
    return "0".repeat(8 - digits.length()) + digits;
  }
}
