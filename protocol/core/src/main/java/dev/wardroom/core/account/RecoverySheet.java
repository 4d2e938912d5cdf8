package dev.wardroom.core.account;

import java.util.Optional;

/// The two keys that a person prints once and puts away: that name everywhere.
///
/// @param accountKey absent where the network goes without
public record RecoverySheet(Optional<AccountKey> accountKey, RecoveryKey recoveryKey) {
  /// Plain text of at most 60 columns. Secret.
  public String toText(String username, String origin) {
    String account =
        accountKey
            .map(key -> "Account key   (a new device asks for it)\n  " + key.toCode() + "\n\n")
            .orElse("");
    return "Recovery sheet\n"
        + username
        + " at "
        + origin
        + "\n\nPrint this, put it where your passport is, delete the file.\n\n"
        + account
        + "Recovery key  (with an administrator's ticket, when all\n"
        + "              devices or the password are lost)\n  "
        + wrapped(recoveryKey.toCode())
        + "\n";
  }

  private static String wrapped(String code) {
    int half = code.length() / 2 + 1;
    return code.substring(0, half - 1) + "\n  " + code.substring(half);
  }

  @Override
  public String toString() {
    return "RecoverySheet";
  }
}
