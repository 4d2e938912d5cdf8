package dev.wardroom.client.linking;

import dev.wardroom.client.ClientException;
import dev.wardroom.core.link.LinkCode;
import dev.wardroom.wire.ProtocolException;

/// A link code as people pass it on.
///
/// @param server the address that both devices use
record LinkText(LinkCode code, String server) {

  static String print(LinkCode code, String server) {
    return code.toText() + "@" + server;
  }

  /// The address in it, whatever else it says.
  static String server(String text) {
    return text.strip().substring(middle(text.strip()) + 1);
  }

  private static int middle(String plain) {
    int at = plain.indexOf('@');
    if (at < 0) {
      throw new ClientException(
          ClientException.Kind.USAGE, "this is not a link code: copy all of it");
    }
    return at;
  }

  /// @param now by the server's clock
  static LinkText parse(String text, long now) {
    String plain = text.strip();
    int at = middle(plain);
    try {
      return new LinkText(LinkCode.parse(plain.substring(0, at), now), plain.substring(at + 1));
    } catch (ProtocolException e) {
      throw new ClientException(
          ClientException.Kind.REFUSED,
          "this link code is mistyped or more than two minutes old: show a new one",
          e);
    }
  }
}
