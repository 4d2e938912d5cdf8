package dev.wardroom.server.files.blobs;

/// The store failed, not the caller.
public final class BlobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What the caller may do about it.
  public enum Kind {
    /// No room: disk full or quota of the file system. An administrator must act.
    FULL,
    /// Away or slow: try again later.
    AWAY
  }

  private final Kind kind;

  public BlobFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
