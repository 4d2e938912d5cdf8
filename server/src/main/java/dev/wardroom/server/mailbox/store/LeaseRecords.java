package dev.wardroom.server.mailbox.store;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Packed lease records of one shard: `slot (2) || length (2) || record`, for each.
public final class LeaseRecords {
  private static final int HEAD_BYTES = 4;

  private LeaseRecords() {}

  /// Packs records by shard.
  public static Map<Integer, byte[]> shards(SortedMap<Integer, byte[]> records) {
    Map<Integer, byte[]> packed = new TreeMap<>();
    for (Map.Entry<Integer, byte[]> record : records.entrySet()) {
      packed.merge(
          record.getKey() / Exchanges.SHARD_SLOTS,
          one(record.getKey(), record.getValue()),
          LeaseRecords::joined);
    }
    return packed;
  }

  public static BitSet slots(byte[] packed) {
    BitSet slots = new BitSet();
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    while (buffer.remaining() >= HEAD_BYTES) {
      slots.set(buffer.getShort() & 0xffff);
      buffer.position(buffer.position() + 2 + (buffer.getShort(buffer.position()) & 0xffff));
    }
    return slots;
  }

  public static Optional<byte[]> find(byte[] packed, int slot) {
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    while (buffer.remaining() >= HEAD_BYTES) {
      int found = buffer.getShort() & 0xffff;
      byte[] record = new byte[buffer.getShort() & 0xffff];
      buffer.get(record);
      if (found == slot) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  private static byte[] one(int slot, byte[] record) {
    ByteBuffer packed = ByteBuffer.allocate(HEAD_BYTES + record.length);
    return packed.putShort((short) slot).putShort((short) record.length).put(record).array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
