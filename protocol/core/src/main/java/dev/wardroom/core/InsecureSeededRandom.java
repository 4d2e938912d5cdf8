package dev.wardroom.core;

import dev.wardroom.wire.Digest64;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// The same bytes for the same seed, for test vectors: SHA-512(seed || 8-byte counter), block after
/// block. Never for keys that anybody uses. Belongs to one thread.
public final class InsecureSeededRandom implements RandomSource {
  private final MessageDigest sha512 = Digest64.sha512();
  private final byte[] seed;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long counter;

  public InsecureSeededRandom(byte[] seed) {
    this.seed = seed.clone();
  }

  @Override
  public void fill(byte[] target) {
    int filled = 0;
    while (filled < target.length) {
      if (!block.hasRemaining()) {
        sha512.update(seed);
        block = ByteBuffer.wrap(sha512.digest(ByteBuffer.allocate(8).putLong(counter++).array()));
      }
      int more = Math.min(block.remaining(), target.length - filled);
      block.get(target, filled, more);
      filled += more;
    }
  }
}
