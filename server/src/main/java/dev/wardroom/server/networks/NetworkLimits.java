package dev.wardroom.server.networks;

import java.time.Duration;

/// The named limits of this room; docs/operate/limits.md lists them.
public final class NetworkLimits {
  /// Networks on one installation.
  public static final int NETWORKS_MAX = 1_000;

  /// Bytes of a network's name in UTF-8.
  public static final int NAME_BYTES_MAX = 128;

  /// Bytes of a user name: ASCII.
  public static final int USERNAME_BYTES_MAX = 64;

  /// Bytes of a person's name in UTF-8.
  public static final int PERSON_NAME_BYTES_MAX = 128;

  /// Words of a name that the search knows.
  static final int WORDS_MAX = 8;

  public static final int PASSWORD_LENGTH_DEFAULT = 12;
  public static final int PASSWORD_LENGTH_FLOOR = 8;
  public static final int PASSWORD_RULE_MAX = 64;

  public static final int DEVICES_DEFAULT = 5;
  public static final int DEVICES_MAX = 16;

  public static final Duration INVITATION_LIFE_DEFAULT = Duration.ofDays(21);
  public static final Duration INVITATION_LIFE_MIN = Duration.ofMinutes(1);
  public static final Duration INVITATION_LIFE_MAX = Duration.ofDays(90);

  /// Open invitations of one network.
  public static final int OPEN_INVITATIONS_MAX = 10_000;

  /// Open invitations made by one member without a role.
  public static final int MEMBER_INVITATIONS_MAX = 50;

  /// How long a used, revoked or ended invitation is still listed.
  public static final Duration INVITATION_KEPT = Duration.ofDays(90);

  public static final int INVITATIONS_PAGE_MAX = 100;
  public static final int STATEMENTS_PAGE_MAX = 64;

  /// How far ahead of the server's clock a signed object may be issued.
  public static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  /// Rows that one round of the sweeper deletes.
  public static final int SWEEP_MAX = 500;

  private NetworkLimits() {}
}
