package dev.wardroom.client.view;

/// Something a person should know about a message or a conversation.
///
/// @param text one sentence that says what happened and what to do
public record WarningView(Kind kind, String text) {

  /// Stable names; texts are not stable.
  public enum Kind {
    /// Earlier messages of this sender are missing.
    GAP,
    /// Two messages claim one place: the sender's device may have been copied.
    CLONE,
    /// Written by a device that was removed meanwhile.
    LATE,
    /// The sender saw other members or devices than this device does.
    AUDIENCE,
    /// A device was asleep and left out.
    DORMANT,
    /// Could not be opened; asked for again.
    UNDECRYPTABLE,
    /// Refused by a check.
    REFUSED,
    /// A person's devices changed.
    DEVICE_ADDED,
    /// A person's root key is another one than before.
    ROOT_CHANGED,
    /// The network's statement changed, retention for example.
    RETENTION,
    /// The network's statement has ended.
    STATEMENT_ENDED,
    /// The server was restored from a backup.
    RESTORED,
    /// The server showed two histories of a conversation.
    FORK,
    /// An own message could not be sent.
    NOT_SENT,
    /// The home folder cannot be read or written at the moment.
    STORE,
    /// The clocks of the server and of this machine are far apart, or the server's went back.
    CLOCK,
    /// The server says that a message is over which should still have been there.
    VANISHED,
    /// A member was suspended by an administrator, and got nothing of this message.
    SUSPENDED
  }
}
