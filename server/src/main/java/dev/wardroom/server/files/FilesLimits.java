package dev.wardroom.server.files;

import dev.wardroom.server.kernel.config.Limit;
import java.time.Duration;
import java.util.List;

/// The bounds of files.
public final class FilesLimits {
  private static final long GIB = 1024L * 1024 * 1024;
  private static final long DAY_SECONDS = 86_400;

  /// An upload without a new byte for this long is given up.
  static final Duration UPLOAD_IDLE = Duration.ofDays(1);

  /// Bytes without a row must be this old before the sweep takes them.
  static final Duration ORPHAN_AGE = Duration.ofDays(2);

  /// Rows that one round of the collector takes.
  static final int ROUND_ROWS = 100;

  /// How often the collector looks.
  static final Duration COLLECT_EVERY = Duration.ofSeconds(30);

  /// How often the store is searched for bytes without a row.
  static final Duration SWEEP_EVERY = Duration.ofHours(24);

  /// How long a newer PUT waits for the older one of the same file to let go.
  static final Duration TURN_WAIT = Duration.ofSeconds(10);

  /// After how long to try again when the disk is full.
  static final Duration FULL_RETRY = Duration.ofSeconds(60);

  /// After how long to try again when a quota is full: files expire, administrators help.
  static final Duration QUOTA_RETRY = Duration.ofHours(1);

  static final Limit FILE_BYTES =
      new Limit(
          "files-file-bytes",
          5 * GIB,
          1024,
          70 * GIB,
          "bytes",
          "Size of one file's ciphertext; larger ones are refused.");
  static final Limit USER_BYTES =
      new Limit(
          "files-user-bytes",
          50 * GIB,
          1024,
          Long.MAX_VALUE,
          "bytes",
          "Bytes of files that one user keeps on the server; more are refused until some expire.");
  static final Limit USER_FILES =
      new Limit(
          "files-user-files",
          100_000,
          1,
          100_000_000,
          "files",
          "Files that one user keeps on the server.");

  /// Bytes without a row that a sweep takes away even if they are more than those with one; when
  /// there are more of them, the store is taken for the wrong one.
  static final int ORPHANS_TRUSTED = 100;

  static final Limit NETWORK_BYTES =
      new Limit(
          "files-network-bytes",
          2048 * GIB,
          1024,
          Long.MAX_VALUE,
          "bytes",
          "Bytes of files that one network keeps on the server.");
  static final Limit KEEP_SECONDS =
      new Limit(
          "files-keep-seconds",
          30 * DAY_SECONDS,
          60,
          3650 * DAY_SECONDS,
          "seconds",
          "How long a file is kept when its sender says nothing.");
  static final Limit KEEP_SECONDS_MAX =
      new Limit(
          "files-keep-seconds-max",
          365 * DAY_SECONDS,
          60,
          3650 * DAY_SECONDS,
          "seconds",
          "The longest time that a sender may ask for; longer is cut to it.");

  /// The movable ones.
  public static final List<Limit> ALL =
      List.of(FILE_BYTES, USER_BYTES, USER_FILES, NETWORK_BYTES, KEEP_SECONDS, KEEP_SECONDS_MAX);

  private FilesLimits() {}
}
