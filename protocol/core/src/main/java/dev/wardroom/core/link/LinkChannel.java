package dev.wardroom.core.link;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.primitive.Hpke;
import dev.wardroom.core.primitive.P521PrivateKey;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.key.P521PublicKey;

/// The channel between the two devices of a linking, over notes that the server keeps. Every note
/// is HPKE mode_psk with psk = s to the other side's channel key, under a fresh ephemeral key; only
/// who saw the code can make or read one.
///
/// ```
/// note   = u8 1 || point 133 || u32 length || sealed
/// info   = label "wardroom/1 link" || u8 1 || network 16 || channel 16 || u8 side || u32 number ||
///          shower's point 133 || answerer's point 133 (zeros in the answerer's note 0)
/// psk id = label "wardroom/1 link" || channel 16
/// ```
///
/// Side 0 shows the code, side 1 answers; the answerer's note 0 holds its channel key. Numbers
/// count up per side, so that notes are neither repeated nor reordered. Belongs to one thread.
public final class LinkChannel implements AutoCloseable {
  /// So that a note fits the server's 61,440 bytes.
  public static final int NOTE_BYTES_MAX = 61_000;

  private static final int FORMAT = 1;

  private final LinkCode code;
  private final boolean shower;
  private final P521PrivateKey own;
  private final P521PublicKey other;
  private final RandomSource random;
  private final Hpke hpke = new Hpke();
  private final Hpke.Psk psk;
  private int sent;
  private int received;

  private LinkChannel(
      LinkCode code, boolean shower, P521PrivateKey own, P521PublicKey other, RandomSource random) {
    this.code = code;
    this.shower = shower;
    this.own = own;
    this.other = other;
    this.random = random;
    byte[] pskId = CanonicalWriter.labelled(Labels.LINK).fixed(code.channel()).toArray();
    this.psk = hpke.psk(code.secret().copy(), pskId);
  }

  /// The answering side's start: the channel, and the note 0 to leave first.
  public record Answer(LinkChannel channel, byte[] firstNote) {}

  /// The side that read the code.
  public static Answer answer(LinkCode code, RandomSource random) {
    P521PrivateKey own = P521PrivateKey.generate(random);
    LinkChannel channel = new LinkChannel(code, false, own, code.publicKey(), random);
    byte[] info = channel.info(1, 0, Bytes.zeros(P521PublicKey.LENGTH));
    byte[] note = channel.sealNote(info, own.publicKey().toArray());
    channel.sent = 1;
    return new Answer(channel, note);
  }

  static LinkChannel accepted(
      LinkCode code, P521PrivateKey own, byte[] firstNote, RandomSource random)
      throws ProtocolException {
    LinkChannel opening = new LinkChannel(code, true, own, code.publicKey(), random);
    byte[] info = opening.info(1, 0, Bytes.zeros(P521PublicKey.LENGTH));
    P521PublicKey answerer;
    try {
      answerer = P521PublicKey.fromWire(opening.openNote(info, firstNote));
    } catch (ProtocolException e) {
      throw new ProtocolException(ProtocolError.LINK_REFUSED, "not made with this code");
    } finally {
      opening.psk.secret().close();
    }
    LinkChannel channel = new LinkChannel(code, true, own, answerer, random);
    channel.received = 1;
    return channel;
  }

  /// The next note to leave; throws TOO_LARGE.
  public byte[] seal(byte[] plaintext) throws ProtocolException {
    if (plaintext.length > NOTE_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "note");
    }
    return sealNote(info(shower ? 0 : 1, sent++, answererKey()), plaintext);
  }

  /// The other side's next note; throws LINK_REFUSED for anything else.
  public byte[] open(byte[] note) throws ProtocolException {
    try {
      byte[] plaintext = openNote(info(shower ? 1 : 0, received, answererKey()), note);
      received++;
      return plaintext;
    } catch (ProtocolException e) {
      throw new ProtocolException(ProtocolError.LINK_REFUSED, "not the other side's next note");
    }
  }

  /// Which side this is at the server: 0 shows the code, 1 answers.
  public int side() {
    return shower ? 0 : 1;
  }

  private Bytes answererKey() {
    return shower ? other.bytes() : own.publicKey().bytes();
  }

  private byte[] sealNote(byte[] info, byte[] plaintext) {
    try (P521PrivateKey ephemeral = P521PrivateKey.generate(random)) {
      byte[] sealed = hpke.seal(ephemeral, other, info, psk, plaintext);
      return new CanonicalWriter(sealed.length + 160)
          .u8(FORMAT)
          .fixed(ephemeral.publicKey().bytes())
          .variable(sealed)
          .toArray();
    } finally {
      hpke.forget();
    }
  }

  private byte[] openNote(byte[] info, byte[] note) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(note);
    reader.version(FORMAT);
    P521PublicKey ephemeral = P521PublicKey.read(reader);
    Bytes sealed = reader.variable(NOTE_BYTES_MAX + WireLimits.CONTENT_PADDED_MIN);
    reader.end();
    return hpke.open(ephemeral, own, info, psk, sealed.unsafeArray());
  }

  private byte[] info(int side, int number, Bytes answerer) {
    CanonicalWriter writer = CanonicalWriter.labelled(Labels.LINK).u8(FORMAT);
    writer.fixed(code.network().bytes()).fixed(code.channel()).u8(side).u32(number);
    return writer.fixed(code.publicKey().bytes()).fixed(answerer).toArray();
  }

  @Override
  public void close() {
    own.close();
    psk.secret().close();
    code.secret().close();
  }
}
