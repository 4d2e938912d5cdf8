package dev.wardroom.server.directory;

import java.time.Duration;

/// The named limits of this room; docs/operate/limits.md lists them.
public final class DirectoryLimits {
  /// Bytes of a device's name in UTF-8.
  public static final int DEVICE_NAME_BYTES_MAX = 64;

  /// Answers of one search.
  public static final int SEARCH_MAX = 50;

  /// Index rows that one search looks at: one person may be found by several words.
  static final int SEARCH_ROWS_MAX = 400;

  /// Versions of a device list in one answer.
  public static final int LISTS_MAX = 64;

  /// Accounts of one network.
  public static final int PEOPLE_MAX = 1_000_000;

  /// People in one page of the administrator's list.
  public static final int PEOPLE_PAGE_MAX = 1_000;

  /// How far ahead of the server's clock a list may be issued.
  public static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  private DirectoryLimits() {}
}
