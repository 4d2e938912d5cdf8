package dev.wardroom.core.vectors.own;

import dev.wardroom.core.RandomSource;

/// Gives out given bytes once, in order.
final class GivenRandom implements RandomSource {
  private final byte[] given;
  private int used;

  GivenRandom(byte[] given) {
    this.given = given.clone();
  }

  @Override
  public void fill(byte[] target) {
    System.arraycopy(given, used, target, 0, target.length);
    used += target.length;
  }
}
