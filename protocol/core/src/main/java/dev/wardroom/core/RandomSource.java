package dev.wardroom.core;

/// Where random bytes come from; handed in, so that vectors can be made again.
public interface RandomSource {
  void fill(byte[] target);

  default byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    fill(bytes);
    return bytes;
  }

  /// The platform's generator. With it, key pairs are drawn by the crypto provider itself.
  static RandomSource system() {
    return SystemRandom.INSTANCE;
  }

  /// Whether key generation may use the provider's own randomness instead of this source.
  default boolean isSystem() {
    return false;
  }
}
