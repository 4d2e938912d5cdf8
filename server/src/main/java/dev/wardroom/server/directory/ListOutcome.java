package dev.wardroom.server.directory;

/// What became of an offered device list.
public sealed interface ListOutcome {
  /// It is the newest version now, durably; also the answer to the same bytes again.
  record Accepted() implements ListOutcome {}

  /// Another list of this version came first.
  ///
  /// @param version the newest one's
  record Stale(long version) implements ListOutcome {}
}
