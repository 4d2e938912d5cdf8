package dev.wardroom.core;

import java.security.SecureRandom;

/// The platform's generator. Thread-safe.
final class SystemRandom implements RandomSource {
  static final SystemRandom INSTANCE = new SystemRandom();

  private final SecureRandom random = new SecureRandom();

  private SystemRandom() {}

  @Override
  public void fill(byte[] target) {
    random.nextBytes(target);
  }

  @Override
  public boolean isSystem() {
    return true;
  }
}
