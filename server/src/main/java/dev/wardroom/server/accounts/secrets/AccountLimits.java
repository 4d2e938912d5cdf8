package dev.wardroom.server.accounts.secrets;

import dev.wardroom.server.kernel.config.Limit;
import java.time.Duration;
import java.util.List;

/// The named limits of this room; docs/operate/limits.md lists them.
public final class AccountLimits {
  public static final Limit SIGN_IN_FAILURES =
      new Limit(
          "sign-in-failures",
          10,
          3,
          1_000,
          "failures",
          "Wrong passwords for one name before it is locked for new sign-ins.");

  public static final Limit LOCK_SECONDS =
      new Limit(
          "sign-in-lock-seconds",
          900,
          1,
          86_400,
          "seconds",
          "First lock of a name; each further failure doubles it, up to a day.");

  public static final Limit SESSION_SECONDS =
      new Limit(
          "session-seconds",
          3_600,
          60,
          86_400,
          "seconds",
          "Life of a session token; a device then signs in again by itself.");

  public static final Limit HASHES_AT_ONCE =
      new Limit(
          "password-hashes-at-once",
          2,
          1,
          64,
          "hashes",
          "Passwords that are hashed at the same time; each takes 8 MiB and some milliseconds.");

  /// All that an administrator may move.
  public static final List<Limit> CONFIGURABLE =
      List.of(SIGN_IN_FAILURES, LOCK_SECONDS, SESSION_SECONDS, HASHES_AT_ONCE);

  public static final Duration LOCK_MAX = Duration.ofDays(1);

  /// Failures older than this are forgotten.
  public static final Duration FAILURES_KEPT = Duration.ofDays(2);

  /// Sign-ins that wait for a permit to hash; more are told to come back.
  public static final int HASHES_WAITING_MAX = 64;

  public static final Duration HASH_WAIT_MAX = Duration.ofSeconds(5);

  public static final Duration ENROLMENT_LIFE = Duration.ofMinutes(5);
  public static final Duration TICKET_LIFE = Duration.ofHours(24);
  public static final Duration CHALLENGE_LIFE = Duration.ofSeconds(60);
  public static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  /// Tokens of one device that are good at once; a further one ends the oldest.
  public static final int SESSIONS_PER_DEVICE_MAX = 8;

  /// Tokens in memory; others are looked up.
  public static final int CACHED_TOKENS_MAX = 50_000;

  /// How long a cached token is believed: other nodes end sessions too.
  public static final Duration CACHED_MAX = Duration.ofSeconds(30);

  public static final int TOKEN_BYTES = 32;
  public static final int TICKET_BYTES = 16;
  public static final int ENVELOPES_MAX = 4;

  /// Floors of what the client derives the login secret with (docs/protocol.md, "Primitives").
  public static final int MEMORY_KIB_MIN = 65_536;

  public static final int PASSES_MIN = 3;
  public static final int LANES_MIN = 1;

  /// Rows that one round of the sweeper deletes from each table.
  public static final int SWEEP_MAX = 500;

  private AccountLimits() {}
}
