package dev.wardroom.wire.text;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.NetworkId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An invitation as a link: `https://host[:port]/#i/<secret>/<network>/<fingerprint>`, the three
/// parts in base64url without padding. All stands after `#`, which browsers do not send. The
/// owner's first link has `-` for the fingerprint, because the network key is only made with it.
///
/// @param origin scheme, host and port, lower case, without a trailing slash
/// @param fingerprint of an owner key, compared by programs, see `NetworkStatement.hasOwner`
public record InvitationLink(
    String origin, InvitationSecret secret, NetworkId network, Optional<Hash32> fingerprint) {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(?:[a-z0-9.-]{1,253}|\\[[0-9a-f:.]{2,45}])(?::[0-9]{1,5})?");
  private static final Pattern LINK =
      Pattern.compile(
          "("
              + ORIGIN.pattern()
              + ")/#i/([A-Za-z0-9_-]{22})/([A-Za-z0-9_-]{22})/(-|[A-Za-z0-9_-]{43})");

  public InvitationLink {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException("an origin is scheme, host and port in lower case");
    }
  }

  /// Throws MALFORMED for anything that [#toText] would not print.
  public static InvitationLink parse(String text) throws ProtocolException {
    Matcher matcher = LINK.matcher(text);
    if (text.length() > WireLimits.LINK_TEXT_MAX || !matcher.matches()) {
      throw new ProtocolException(ProtocolError.MALFORMED, "invitation link");
    }
    InvitationSecret secret =
        InvitationSecret.fromWire(Bytes.fromBase64Url(matcher.group(2)).unsafeArray());
    NetworkId network = NetworkId.fromWire(Bytes.fromBase64Url(matcher.group(3)).unsafeArray());
    String key = matcher.group(4);
    Optional<Hash32> fingerprint =
        key.equals("-")
            ? Optional.empty()
            : Optional.of(Hash32.fromWire(Bytes.fromBase64Url(key).unsafeArray()));
    return new InvitationLink(matcher.group(1), secret, network, fingerprint);
  }

  public String toText() {
    return origin
        + "/#i/"
        + secret.bytes().toBase64Url()
        + "/"
        + network.bytes().toBase64Url()
        + "/"
        + fingerprint.map(hash -> hash.bytes().toBase64Url()).orElse("-");
  }

  /// Prints nothing of the secret; the link itself is [#toText].
  @Override
  public String toString() {
    return "InvitationLink[" + origin + "]";
  }
}
