package dev.wardroom.core.link;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.P521PublicKey;

/// What the device that shows the code puts into it: a QR code or a line to copy. Whoever reads it
/// within two minutes can be the other end; so the old device confirms before it approves.
///
/// `wardroom-link:` and base64url of `u8 1 || u8 side || network 16 || channel 16 || u64 ends-at ||
/// point 133 || s 32`
///
/// @param shownByNewDevice either side may show it (offices have desktops without cameras)
/// @param channel 16 random bytes, where both sides leave their notes at the server
/// @param endsAt milliseconds since epoch
public record LinkCode(
    boolean shownByNewDevice,
    NetworkId network,
    Bytes channel,
    long endsAt,
    P521PublicKey publicKey,
    SecretBytes secret) {
  public static final int CHANNEL_LENGTH = 16;
  public static final int SECRET_LENGTH = 32;
  public static final long LIFE_MILLIS = 120_000;

  private static final String PREFIX = "wardroom-link:";
  private static final int TEXT_MAX = 400;
  private static final int FORMAT = 1;

  /// Throws MALFORMED; LINK_REFUSED when its time is over or lies more than two minutes ahead.
  public static LinkCode parse(String text, long now) throws ProtocolException {
    if (!text.startsWith(PREFIX) || text.length() > TEXT_MAX) {
      throw new ProtocolException(ProtocolError.MALFORMED, "link code");
    }
    CanonicalReader reader =
        new CanonicalReader(Bytes.fromBase64Url(text.substring(PREFIX.length())));
    reader.version(FORMAT);
    LinkCode code =
        new LinkCode(
            reader.bool(),
            NetworkId.read(reader),
            reader.fixed(CHANNEL_LENGTH),
            reader.u64(),
            P521PublicKey.read(reader),
            SecretBytes.wrap(reader.fixed(SECRET_LENGTH).unsafeArray()));
    reader.end();
    if (now > code.endsAt || code.endsAt - now > 2 * LIFE_MILLIS) {
      throw new ProtocolException(ProtocolError.LINK_REFUSED, "show a new code");
    }
    return code;
  }

  /// Secret.
  public String toText() {
    CanonicalWriter writer = new CanonicalWriter(256).u8(FORMAT).bool(shownByNewDevice);
    writer.fixed(network.bytes()).fixed(channel).u64(endsAt).fixed(publicKey.bytes());
    writer.fixed(secret.read(SecretAccess.granted()));
    String text = PREFIX + writer.toBytes().toBase64Url();
    writer.wipe();
    return text;
  }

  /// Prints nothing of the secret.
  @Override
  public String toString() {
    return "LinkCode";
  }
}
