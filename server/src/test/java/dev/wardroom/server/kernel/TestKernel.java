package dev.wardroom.server.kernel;

import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigLoader;
import dev.wardroom.server.kernel.config.Limits;
import dev.wardroom.server.kernel.db.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A kernel for tests: a real database, everything else with defaults.
public final class TestKernel {
  private static final int BUCKETS_MAX = 10_000;

  private TestKernel() {}

  /// Default configuration and limits, seeded randomness.
  public static Kernel on(Database db, Clock clock) {
    RandomSource random = new SeededRandom(1);
    Config config = new ConfigLoader(List.of()).load("", Map.of(), Map.of()).config();
    return new Kernel(
        config,
        Limits.defaults(),
        clock,
        random,
        db,
        new Events(),
        new Workers(db, clock, random),
        new RateLimiter(clock, BUCKETS_MAX),
        new SimpleMeterRegistry());
  }
}
