package dev.wardroom.server.kernel;

/// Assertions that stay on in production.
public final class Check {
  private Check() {}

  /// Throws [Bug] when the condition does not hold. For what only a fault of ours can break; what a
  /// caller can break is a [Refusal].
  public static void that(boolean condition, String why) {
    if (!condition) {
      throw new Bug(why);
    }
  }
}
