package dev.wardroom.wire.message;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.PrekeyId;

/// The byte strings that tie the parts of a message together. All public.
public final class MessageBindings {
  private MessageBindings() {}

  /// `SHA-512(label "wardroom/1 digest" || header || pkE || payload)`, each with a 4-byte length.
  public static Digest64 digest(Bytes header, Bytes ephemeralKey, Bytes payload) {
    CanonicalWriter writer =
        new CanonicalWriter(64 + header.length() + ephemeralKey.length() + payload.length());
    writer.label(Labels.DIGEST).variable(header).variable(ephemeralKey).variable(payload);
    return Digest64.of(writer.toArray());
  }

  /// What the sending device signs: `label "wardroom/1 message" || digest`.
  public static byte[] signed(Digest64 digest) {
    return CanonicalWriter.labelled(Labels.MESSAGE).fixed(digest.bytes()).toArray();
  }

  /// What the next message of the device names as the one before.
  public static Hash32 previous(Digest64 digest) {
    return Hash32.of(Labels.PREVIOUS, digest.bytes());
  }

  /// HPKE info of one exchange: `label || u8 suite || network 16 || recipient user 16 || recipient
  /// device 16 || u32 batch || u16 index || lease 16 || lease record hash 32 || digest 64`.
  ///
  /// The record's hash stands here in both suites: in suite 1 nothing else would bind the end of
  /// the lease, on which the destruction of the prekey depends.
  public static byte[] exchangeInfo(
      Suite suite,
      NetworkId network,
      Recipient recipient,
      LeaseId lease,
      Hash32 recordHash,
      Digest64 digest) {
    CanonicalWriter writer = new CanonicalWriter(224).label(Labels.EXCHANGE).u8(suite.code());
    writer.fixed(network.bytes());
    writer.fixed(recipient.user().bytes()).fixed(recipient.device().bytes());
    recipient.prekey().write(writer);
    writer.fixed(lease.bytes()).fixed(recordHash.bytes()).fixed(digest.bytes());
    return writer.toArray();
  }

  /// Who opens an exchange, and with which prekey.
  public record Recipient(UserId user, DeviceId device, PrekeyId prekey) {}
}
