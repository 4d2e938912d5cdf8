package dev.wardroom.core.link;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;

/// The side that shows the code: waits for the other side's first note.
public final class LinkOffer implements AutoCloseable {
  private final P521PrivateKey key;
  private final LinkCode code;

  private LinkOffer(P521PrivateKey key, LinkCode code) {
    this.key = key;
    this.code = code;
  }

  public static LinkOffer make(
      NetworkId network, boolean shownByNewDevice, long now, RandomSource random) {
    P521PrivateKey key = P521PrivateKey.generate(random);
    LinkCode code =
        new LinkCode(
            shownByNewDevice,
            network,
            Bytes.wrap(random.bytes(LinkCode.CHANNEL_LENGTH)),
            now + LinkCode.LIFE_MILLIS,
            key.publicKey(),
            SecretBytes.random(LinkCode.SECRET_LENGTH, random));
    return new LinkOffer(key, code);
  }

  public LinkCode code() {
    return code;
  }

  /// Takes the other side's first note and opens the channel. Throws LINK_REFUSED for a note that
  /// was not made with this code.
  public LinkChannel accept(byte[] firstNote, RandomSource random) throws ProtocolException {
    return LinkChannel.accepted(code, key, firstNote, random);
  }

  /// For an offer that nobody answered; after [#accept] the channel owns the key.
  @Override
  public void close() {
    key.close();
    code.secret().close();
  }
}
