package dev.wardroom.server.admin;

/// What a check found.
///
/// @param check a short stable word: `disk`
/// @param grade how bad it is
/// @param text what is so
/// @param advice what to do; empty when nothing is to be done
record Finding(String check, Grade grade, String text, String advice) {

  /// How bad a finding is.
  enum Grade {
    GOOD,
    WARNING,
    WRONG
  }

  static Finding good(String check, String text) {
    return new Finding(check, Grade.GOOD, text, "");
  }

  static Finding warning(String check, String text, String advice) {
    return new Finding(check, Grade.WARNING, text, advice);
  }

  static Finding wrong(String check, String text, String advice) {
    return new Finding(check, Grade.WRONG, text, advice);
  }
}
