package dev.wardroom.server.kernel.config;

import dev.wardroom.server.kernel.Check;
import java.util.Map;

/// The limits in force: the declared ones with what the configuration moved.
public final class Limits {
  private final Map<String, Long> moved;

  /// @param moved by name; what is absent has its default
  public Limits(Map<String, Long> moved) {
    this.moved = Map.copyOf(moved);
  }

  /// All defaults.
  public static Limits defaults() {
    return new Limits(Map.of());
  }

  /// The bound in force.
  public long of(Limit limit) {
    return moved.getOrDefault(limit.name(), limit.fallback());
  }

  /// The bound in force, for one that fits an `int`.
  public int countOf(Limit limit) {
    long value = of(limit);
    Check.that(value <= Integer.MAX_VALUE, "a limit read as a count fits an int");
    return (int) value;
  }
}
