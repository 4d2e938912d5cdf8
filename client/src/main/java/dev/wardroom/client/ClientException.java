package dev.wardroom.client;

import java.io.Serial;

/// Why something was not done. The message is one plain sentence that says what to do next; it
/// holds no content.
public final class ClientException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;

  public ClientException(Kind kind, String text) {
    super(text);
    this.kind = kind;
  }

  public ClientException(Kind kind, String text, Throwable cause) {
    super(text, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /// Stable kinds; each has the exit code of the command line.
  public enum Kind {
    /// The call itself is wrong: an unknown name, an ambiguous prefix, a malformed link.
    USAGE(2),
    /// The home folder holds no account yet, or holds one already.
    HOME(2),
    /// The home folder is locked: the password, PIN or key file is needed or wrong.
    LOCKED(3),
    /// The server, a rule of the network or of the conversation says no.
    REFUSED(3),
    /// A signature, chain or pinned key does not hold: somebody may be in between. Nothing was
    /// sent.
    NOT_AUTHENTIC(3),
    /// Not found here: a message, conversation, person or file.
    NOT_FOUND(3),
    /// The server cannot be reached or is not answering; saved work is sent later by itself.
    UNREACHABLE(4),
    /// Nothing came in the time given.
    TIMEOUT(4),
    /// A fault of this program.
    BUG(3);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }
}
