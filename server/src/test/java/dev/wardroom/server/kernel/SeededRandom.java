package dev.wardroom.server.kernel;

import java.util.Random;

/// Repeatable "random" bytes for tests.
public final class SeededRandom implements RandomSource {
  private final Random random;

  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public synchronized void fill(byte[] target) {
    random.nextBytes(target);
  }
}
