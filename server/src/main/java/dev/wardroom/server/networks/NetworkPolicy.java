package dev.wardroom.server.networks;

import dev.wardroom.server.kernel.Check;

/// What an administrator decides for a network. The rules for passwords are kept by clients, who
/// alone see passwords.
///
/// @param membersInvite whether members without a role may invite
/// @param accountKeyRequired when false, the operator can guess weak passwords from the envelopes
/// @param devicesMax devices of one user
public record NetworkPolicy(
    PasswordRules passwords, boolean membersInvite, boolean accountKeyRequired, int devicesMax) {

  /// Fewest characters, and fewest of each kind.
  ///
  /// @param lengthMin at least [NetworkLimits#PASSWORD_LENGTH_FLOOR]
  public record PasswordRules(
      int lengthMin, int lowerMin, int upperMin, int digitMin, int symbolMin) {
    public PasswordRules {
      Check.that(
          lengthMin >= NetworkLimits.PASSWORD_LENGTH_FLOOR
              && lengthMin <= NetworkLimits.PASSWORD_RULE_MAX
              && inRange(lowerMin)
              && inRange(upperMin)
              && inRange(digitMin)
              && inRange(symbolMin),
          "password rules are in range");
    }

    private static boolean inRange(int fewest) {
      return fewest >= 0 && fewest <= NetworkLimits.PASSWORD_RULE_MAX;
    }
  }

  /// What a new network begins with.
  public static final NetworkPolicy DEFAULT =
      new NetworkPolicy(
          new PasswordRules(NetworkLimits.PASSWORD_LENGTH_DEFAULT, 0, 0, 0, 0),
          false,
          true,
          NetworkLimits.DEVICES_DEFAULT);

  public NetworkPolicy {
    Check.that(
        devicesMax >= 1 && devicesMax <= NetworkLimits.DEVICES_MAX,
        "devices per user are in range");
  }
}
