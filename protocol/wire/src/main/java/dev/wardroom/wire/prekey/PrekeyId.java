package dev.wardroom.wire.prekey;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.ProtocolException;

/// A prekey of one device: number of its batch and place in it. 6 bytes.
public record PrekeyId(long batch, int index) implements Comparable<PrekeyId> {
  public PrekeyId {
    if (batch < 0 || batch > 0xffff_ffffL || index < 0 || index > 0xffff) {
      throw new IllegalArgumentException("a 32-bit batch and a 16-bit index");
    }
  }

  public static PrekeyId read(CanonicalReader reader) throws ProtocolException {
    return new PrekeyId(reader.u32(), reader.u16());
  }

  public void write(CanonicalWriter writer) {
    writer.u32(batch).u16(index);
  }

  @Override
  public int compareTo(PrekeyId other) {
    int byBatch = Long.compare(batch, other.batch);
    return byBatch != 0 ? byBatch : Integer.compare(index, other.index);
  }
}
