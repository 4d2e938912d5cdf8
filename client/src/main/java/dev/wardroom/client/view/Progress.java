package dev.wardroom.client.view;

/// Told how far a long task is: at the start, about ten times a second, and at the end.
@FunctionalInterface
public interface Progress {

  /// @param step for example `Encrypting and sending plan.pdf`
  /// @param done units done, bytes for files, messages for history
  /// @param total 0 when not known yet
  void at(String step, long done, long total);

  /// For callers that do not show progress.
  static Progress none() {
    return (_, _, _) -> {};
  }
}
