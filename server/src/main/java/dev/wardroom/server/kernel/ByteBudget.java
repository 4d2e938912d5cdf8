package dev.wardroom.server.kernel;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that many share: whoever wants to keep bytes takes them from here first and gives them
/// back afterwards. Thread-safe; never waits.
public final class ByteBudget {
  private final AtomicLong left;

  /// @param bytesMax what all together may keep
  public ByteBudget(long bytesMax) {
    this.left = new AtomicLong(bytesMax);
  }

  /// Takes so many bytes; false when there are not so many, and then none are taken.
  public boolean take(int bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /// Takes so many bytes whether they are there or not.
  public void takeAnyway(int bytes) {
    left.addAndGet(-bytes);
  }

  public void give(int bytes) {
    left.addAndGet(bytes);
  }
}
