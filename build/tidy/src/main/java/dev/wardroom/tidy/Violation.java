package dev.wardroom.tidy;

/// One place that breaks a rule.
///
/// @param where path in the tree, with `:line` where there is one
/// @param what what is wrong there and what to do instead
public record Violation(String where, String what) {
  @Override
  public String toString() {
    return where + ": " + what;
  }
}
