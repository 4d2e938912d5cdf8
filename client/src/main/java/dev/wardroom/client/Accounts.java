package dev.wardroom.client;

import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.StatusView;

/// The own account.
public interface Accounts {

  PersonView self();

  /// From what is saved; asks the server only for what needs it, and only when connected.
  StatusView status();

  /// Changes the name that others see. Directory data: the server knows it.
  void setName(String name);

  /// Needs the old password. Other devices stay signed in.
  ///
  /// @throws ClientException REFUSED when the old password is wrong or the new one breaks the
  ///   network's rules
  void changePassword(char[] oldPassword, char[] newPassword);

  /// The printable recovery sheet: account key, recovery key when this device holds it, and how to
  /// use them.
  RecoverySheet recoverySheet();

  /// @param accountKey code of the account key, needed together with the password on a new device
  /// @param recoveryKey code of the recovery key, empty when this device never held it
  /// @param text the sheet, ready to print
  record RecoverySheet(String accountKey, String recoveryKey, String text) {}
}
