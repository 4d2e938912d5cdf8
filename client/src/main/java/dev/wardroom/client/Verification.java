package dev.wardroom.client;

import dev.wardroom.client.view.PersonView;

/// Comparing safety numbers.
public interface Verification {

  /// The number that both people see when nobody is in between.
  SafetyNumber safetyNumber(String username);

  /// Marks the number as compared (or not); pinned to the root key, own devices follow.
  ///
  /// @throws ClientException NOT_AUTHENTIC when the number of the person's present keys was not
  ///   shown before by [#safetyNumber]
  PersonView mark(String username, boolean verified);

  /// @param digits 60 digits in 12 groups of 5, separated by spaces
  /// @param qr text for a QR code
  record SafetyNumber(PersonView person, String digits, String qr) {}
}
