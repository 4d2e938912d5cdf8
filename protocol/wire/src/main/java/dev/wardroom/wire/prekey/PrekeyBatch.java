package dev.wardroom.wire.prekey;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Coded;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;

/// What a device says of a batch of its prekeys; signed by the device key.
///
/// ```
/// label || u8 1 || network 16 || user 16 || device 16 || list hash 32 || u32 number ||
/// u32 lowest good || u8 suite || u8 kind || u16 count || u64 created-at || u64 not-after ||
/// root 32
/// ```
///
/// @param listHash the user's device list when the batch was made
/// @param number counts up over all batches of the device, of both kinds
/// @param lowestGood batches below are not answered for any more
/// @param count 1 to 10,000; exactly 1 when standing
/// @param notAfter senders accept until then: at most 30 days after created-at
/// @param root of the tree over the prekeys
public record PrekeyBatch(
    NetworkId network,
    UserId user,
    DeviceId device,
    Hash32 listHash,
    long number,
    long lowestGood,
    Suite suite,
    PrekeyKind kind,
    int count,
    long createdAt,
    long notAfter,
    Hash32 root) {
  private static final int FORMAT = 1;

  public PrekeyBatch {
    String broken = brokenRule(number, lowestGood, kind, count, createdAt, notAfter);
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException(broken);
    }
  }

  /// Throws MALFORMED, UNSUPPORTED_VERSION or UNSUPPORTED_SUITE. Verifies no signature.
  public static PrekeyBatch decode(byte[] body) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(body);
    reader.label(Labels.PREKEY_BATCH).version(FORMAT);
    NetworkId network = NetworkId.read(reader);
    UserId user = UserId.read(reader);
    DeviceId device = DeviceId.read(reader);
    Hash32 listHash = Hash32.read(reader);
    long number = reader.u32();
    long lowestGood = reader.u32();
    Suite suite = Suite.read(reader);
    PrekeyKind kind = Coded.of(PrekeyKind.values(), reader.u8());
    int count = reader.u16();
    long createdAt = reader.u64();
    long notAfter = reader.u64();
    Hash32 root = Hash32.read(reader);
    reader.end();
    String broken = brokenRule(number, lowestGood, kind, count, createdAt, notAfter);
    if (!broken.isEmpty()) {
      throw new ProtocolException(ProtocolError.MALFORMED, broken);
    }
    return new PrekeyBatch(
        network,
        user,
        device,
        listHash,
        number,
        lowestGood,
        suite,
        kind,
        count,
        createdAt,
        notAfter,
        root);
  }

  /// The bytes that the device signs.
  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(256).label(Labels.PREKEY_BATCH).u8(FORMAT);
    writer.fixed(network.bytes()).fixed(user.bytes()).fixed(device.bytes());
    writer.fixed(listHash.bytes()).u32(number).u32(lowestGood);
    writer.u8(suite.code()).u8(kind.code()).u16(count);
    return writer.u64(createdAt).u64(notAfter).fixed(root.bytes()).toArray();
  }

  private static String brokenRule(
      long number, long lowestGood, PrekeyKind kind, int count, long createdAt, long notAfter) {
    if (number < 1 || lowestGood < 1 || lowestGood > number || number > 0xffff_ffffL) {
      return "1 ≤ lowest good ≤ number";
    }
    if (count < 1
        || count > WireLimits.BATCH_PREKEYS_MAX
        || (kind == PrekeyKind.STANDING && count != 1)) {
      return "1 to 10,000 one-time prekeys, or one standing prekey";
    }
    if (createdAt < 0
        || notAfter <= createdAt
        || notAfter - createdAt > WireLimits.BATCH_LIFE_MILLIS_MAX) {
      return "a batch is good for up to 30 days";
    }
    return "";
  }
}
