package dev.wardroom.client.linking;

import dev.wardroom.client.store.Vault;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The records of a history file: `u32 length || sealed`, each sealed with its place in the file,
/// so that none can be moved.
final class HistoryRecords {

  private static final String PLACE = "history";
  private static final int RECORD_BYTES_MAX = WireLimits.MESSAGE_ITEM_BYTES_MAX + 256;

  private HistoryRecords() {}

  /// @param item protocol/core's message item
  record Entry(long number, long acceptedAt, long readAt, boolean starred, byte[] item) {}

  static void write(DataOutputStream out, Vault vault, long index, Entry record)
      throws IOException {
    byte[] plain =
        new CanonicalWriter(record.item().length + 64)
            .u64(record.number())
            .u64(record.acceptedAt())
            .u64(record.readAt())
            .bool(record.starred())
            .variable(record.item())
            .toArray();
    byte[] sealed = vault.seal(PLACE, row(index), plain);
    java.util.Arrays.fill(plain, (byte) 0);
    out.writeInt(sealed.length);
    out.write(sealed);
  }

  /// @return empty at the end of the file
  static Optional<Entry> read(DataInputStream in, Vault vault, long index)
      throws IOException, ProtocolException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    if (length < 0 || length > RECORD_BYTES_MAX) {
      throw new IOException("a history record of " + length + " bytes");
    }
    CanonicalReader reader =
        new CanonicalReader(vault.open(PLACE, row(index), in.readNBytes(length)));
    Entry record =
        new Entry(
            reader.u64(),
            reader.u64(),
            reader.u64(),
            reader.bool(),
            reader.variable(WireLimits.MESSAGE_ITEM_BYTES_MAX).toArray());
    reader.end();
    return Optional.of(record);
  }

  private static byte[] row(long index) {
    return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
  }
}
