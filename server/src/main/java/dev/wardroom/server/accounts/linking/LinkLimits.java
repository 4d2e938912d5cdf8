package dev.wardroom.server.accounts.linking;

import dev.wardroom.server.kernel.config.Limit;
import java.time.Duration;

/// The named limits of linking; docs/operate/limits.md lists them.
public final class LinkLimits {
  public static final Limit NOTES =
      new Limit(
          "link-notes",
          4_096,
          32,
          1_000_000,
          "notes",
          "Notes of all links under way; each is at most 60 KiB and lives ten minutes.");

  static final Duration NOTE_LIFE = Duration.ofMinutes(10);

  /// Readers that wait for a note; further ones are answered at once.
  static final int WAITING_MAX = 1_024;

  /// How often a waiting reader looks by itself: another node may have taken the note.
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  static final int SWEEP_MAX = 500;

  private LinkLimits() {}
}
