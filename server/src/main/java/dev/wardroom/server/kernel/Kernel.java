package dev.wardroom.server.kernel;

import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.Limits;
import dev.wardroom.server.kernel.db.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/// What a domain is wired from. Each part is thread-safe and lives as long as the server.
public record Kernel(
    Config config,
    Limits limits,
    Clock clock,
    RandomSource random,
    Database db,
    Events events,
    Workers workers,
    RateLimiter rates,
    MeterRegistry metrics) {}
