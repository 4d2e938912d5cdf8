package dev.wardroom.core.file;

import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Labels;
import java.util.Arrays;
import java.util.BitSet;

/// The SHA-512 hashes of a file's sealed segments. The file's hash is SHA-512 over label
/// "wardroom/1 file segments", u32 count and the hashes: browsers have no streaming hash, and
/// ranges stay checkable. 64 bytes per MiB.
public final class SegmentHashes {
  private final byte[] hashes;
  private final BitSet known;
  private final int count;

  SegmentHashes(int count) {
    this.count = count;
    hashes = new byte[count * Digest64.LENGTH];
    known = new BitSet(count);
  }

  /// Sets the hash, or returns false when another one is known.
  boolean offer(int segment, byte[] hash) {
    int at = segment * Digest64.LENGTH;
    if (known.get(segment)) {
      return Arrays.equals(hashes, at, at + Digest64.LENGTH, hash, 0, Digest64.LENGTH);
    }
    System.arraycopy(hash, 0, hashes, at, Digest64.LENGTH);
    known.set(segment);
    return true;
  }

  public boolean isComplete() {
    return known.cardinality() == count;
  }

  /// The file's hash; all segments are known.
  Digest64 total() {
    if (!isComplete()) {
      throw new IllegalStateException("segments are missing");
    }
    return Digest64.of(
        CanonicalWriter.labelled(Labels.FILE_SEGMENTS).u32(count).fixed(hashes).toArray());
  }

  /// The hashes of the first segments, 64 bytes each, to go on from after a restart.
  byte[] prefix() {
    return Arrays.copyOf(hashes, known.nextClearBit(0) * Digest64.LENGTH);
  }
}
