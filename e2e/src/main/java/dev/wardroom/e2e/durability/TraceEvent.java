package dev.wardroom.e2e.durability;

/// One system call that matters. Times are microseconds since epoch.
///
/// @param began when it was entered
/// @param ended when it returned
public record TraceEvent(Kind kind, long began, long ended) {

  /// What it did.
  public enum Kind {
    /// Bytes into the write-ahead log.
    LOG_WRITE,
    /// The write-ahead log onto the disk.
    LOG_SYNC,
    /// Bytes to a client.
    ANSWER
  }
}
