package dev.wardroom.server.directory.prekeys;

import dev.wardroom.server.kernel.config.Limit;
import dev.wardroom.wire.WireLimits;
import java.time.Duration;

/// The named limits of the prekey stock; docs/operate/limits.md lists them.
public final class PrekeyLimits {
  /// One-time prekeys that a device may stock.
  public static final Limit STOCK =
      new Limit(
          "prekeys-stock",
          10_000,
          100,
          100_000,
          "prekeys",
          "One-time prekeys that one device may stock; more are refused until some are claimed.");

  /// Batches of one device at once, of both kinds.
  public static final int BATCHES_MAX = 256;

  /// How many are left when the device is told, and told again.
  static final int LOW_FIRST = 25;

  static final int LOW_AGAIN = 5;

  /// Entries in one chunk: a claim reads a slice of at most 32 KB, and an upload makes one insert
  /// for 16 keys.
  static final int CHUNK_KEYS = 16;

  /// How far ahead of the server's clock a batch may be made.
  static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  /// How often a claim looks again after it lost the last key of a batch to another.
  static final int RACES_MAX = 8;

  /// How long an emptied batch stays, for its count of claims.
  static final Duration EMPTY_KEPT = Duration.ofHours(2);

  /// How long the last standing prekey of a device is kept after its end: a year after it was made,
  /// for retention devices that are away.
  static final long LAST_STANDING_MILLIS =
      WireLimits.RETENTION_STANDING_MILLIS_MAX - WireLimits.BATCH_LIFE_MILLIS_MAX;

  /// Batches that one round of the sweeper deletes.
  static final int SWEEP_MAX = 500;

  private PrekeyLimits() {}
}
