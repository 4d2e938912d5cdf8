package dev.wardroom.wire.prekey;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Coded;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;

/// What a sender tells one recipient device about a lease, once. Not signed: its hash is in the
/// info of every exchange of the lease, so that a changed record opens nothing.
///
/// ```
/// label || u8 1 || network 16 || conversation 32 || sender user 16 || sender device 16 ||
/// recipient user 16 || recipient device 16 || u32 batch || u16 index || lease 16 || u8 kind ||
/// u64 ends-at || u8 suite || u32 length || ML-KEM ciphertext (1568, or 0 in suite 1)
/// ```
///
/// @param endsAt milliseconds since epoch; the server takes no message of the lease after it
public record LeaseRecord(
    NetworkId network,
    ConversationId conversation,
    UserId senderUser,
    DeviceId senderDevice,
    UserId recipientUser,
    DeviceId recipientDevice,
    PrekeyId prekey,
    LeaseId lease,
    LeaseKind kind,
    long endsAt,
    Suite suite,
    Bytes ciphertext) {
  private static final int FORMAT = 1;

  public LeaseRecord {
    if (endsAt < 0 || ciphertext.length() != ciphertextLength(suite)) {
      throw new IllegalArgumentException("the ciphertext is the suite's");
    }
  }

  /// Throws MALFORMED, TOO_LARGE, UNSUPPORTED_VERSION or UNSUPPORTED_SUITE.
  public static LeaseRecord decode(byte[] input) throws ProtocolException {
    if (input.length > WireLimits.LEASE_RECORD_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "lease record");
    }
    CanonicalReader reader = new CanonicalReader(input);
    reader.label(Labels.LEASE_RECORD).version(FORMAT);
    NetworkId network = NetworkId.read(reader);
    ConversationId conversation = ConversationId.read(reader);
    UserId senderUser = UserId.read(reader);
    DeviceId senderDevice = DeviceId.read(reader);
    UserId recipientUser = UserId.read(reader);
    DeviceId recipientDevice = DeviceId.read(reader);
    PrekeyId prekey = PrekeyId.read(reader);
    LeaseId lease = LeaseId.read(reader);
    LeaseKind kind = Coded.of(LeaseKind.values(), reader.u8());
    long endsAt = reader.u64();
    Suite suite = Suite.read(reader);
    Bytes ciphertext = reader.variable(MlKem1024.CIPHERTEXT_LENGTH);
    reader.end();
    if (ciphertext.length() != ciphertextLength(suite)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "the ciphertext is the suite's");
    }
    return new LeaseRecord(
        network,
        conversation,
        senderUser,
        senderDevice,
        recipientUser,
        recipientDevice,
        prekey,
        lease,
        kind,
        endsAt,
        suite,
        ciphertext);
  }

  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(1800).label(Labels.LEASE_RECORD).u8(FORMAT);
    writer.fixed(network.bytes()).fixed(conversation.bytes());
    writer.fixed(senderUser.bytes()).fixed(senderDevice.bytes());
    writer.fixed(recipientUser.bytes()).fixed(recipientDevice.bytes());
    prekey.write(writer);
    writer.fixed(lease.bytes()).u8(kind.code()).u64(endsAt).u8(suite.code());
    return writer.variable(ciphertext).toArray();
  }

  public Hash32 hash() {
    return Hash32.of(Labels.LEASE_RECORD_HASH, encode());
  }

  private static int ciphertextLength(Suite suite) {
    return suite.isPostQuantum() ? MlKem1024.CIPHERTEXT_LENGTH : 0;
  }
}
