package dev.wardroom.server.directory.prekeys;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.MlKem1024;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How keys and their paths lie in chunks; the package comment draws an entry.
final class PrekeyEntries {
  private static final int PATH_COUNT_BYTES = 1;

  private PrekeyEntries() {}

  /// Bytes of each entry of a batch of this suite and size.
  static int entryBytes(Suite suite, int count) {
    int pathMax = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    return P521PublicKey.LENGTH
        + encapsulationBytes(suite)
        + PATH_COUNT_BYTES
        + pathMax * Hash32.LENGTH;
  }

  /// All entries, cut into chunks of [PrekeyLimits#CHUNK_KEYS].
  static List<byte[]> chunks(Suite suite, UploadedBatch keys, MerkleTree tree) {
    int count = keys.agreementKeys().size();
    int entryBytes = entryBytes(suite, count);
    List<byte[]> chunks = new ArrayList<>();
    for (int first = 0; first < count; first += PrekeyLimits.CHUNK_KEYS) {
      int inChunk = Math.min(PrekeyLimits.CHUNK_KEYS, count - first);
      byte[] chunk = new byte[inChunk * entryBytes];
      for (int i = 0; i < inChunk; i++) {
        int index = first + i;
        write(
            chunk,
            i * entryBytes,
            keys.agreementKeys().get(index),
            keys.encapsulationKeys().get(index),
            tree.path(index));
      }
      chunks.add(chunk);
    }
    return chunks;
  }

  private static void write(
      byte[] chunk, int from, Bytes agreement, Bytes encapsulation, List<Hash32> path) {
    int at = put(chunk, from, agreement);
    at = put(chunk, at, encapsulation);
    chunk[at] = (byte) path.size();
    at += PATH_COUNT_BYTES;
    for (Hash32 sibling : path) {
      at = put(chunk, at, sibling.bytes());
    }
  }

  private static int put(byte[] chunk, int at, Bytes bytes) {
    System.arraycopy(bytes.unsafeArray(), 0, chunk, at, bytes.length());
    return at + bytes.length();
  }

  /// Reads one entry back.
  static TakenPrekey read(PrekeyStore.Taken taken, byte[] entry) {
    int encapsulationAt = P521PublicKey.LENGTH;
    int pathCountAt = encapsulationAt + encapsulationBytes(taken.suite());
    int pathAt = pathCountAt + PATH_COUNT_BYTES;
    int pathBytes = entry[pathCountAt] * Hash32.LENGTH;
    return new TakenPrekey(
        DeviceId.of(taken.device()),
        taken.batch(),
        taken.index(),
        Arrays.copyOf(entry, encapsulationAt),
        Arrays.copyOfRange(entry, encapsulationAt, pathCountAt),
        Arrays.copyOfRange(entry, pathAt, pathAt + pathBytes),
        taken.signed(),
        taken.standing());
  }

  private static int encapsulationBytes(Suite suite) {
    return suite.isPostQuantum() ? MlKem1024.ENCAPSULATION_KEY_LENGTH : 0;
  }
}
