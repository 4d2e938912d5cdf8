package dev.wardroom.server.kernel;

import java.security.SecureRandom;

/// Where random bytes come from: the platform's generator, or a seeded one in tests.
@FunctionalInterface
public interface RandomSource {

  /// Fills the whole array.
  void fill(byte[] target);

  /// The given number of fresh random bytes.
  default byte[] bytes(int length) {
    byte[] fresh = new byte[length];
    fill(fresh);
    return fresh;
  }

  /// The platform's cryptographic generator.
  static RandomSource secure() {
    SecureRandom random = new SecureRandom();
    return random::nextBytes;
  }
}
