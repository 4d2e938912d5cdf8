package dev.wardroom.client.view;

import java.util.Locale;

/// What a message is. The text form is part of the command line's contract.
public enum MessageKind {
  TEXT,
  FILE,
  VOICE,
  LOCATION,
  REACTION,
  EDIT,
  RECALL,
  RECEIPT,
  /// A room's title, description or picture.
  CARD,
  PROFILE,
  /// Somebody joined, left, was removed; timers or moderators changed.
  MEMBERSHIP,
  /// State that the own devices share; not shown in conversations.
  STATE,
  /// Could not be opened here; asked for again by itself.
  UNDECRYPTABLE,
  /// Expired, burnt or withdrawn before this device read it.
  GONE;

  /// Lower case, for example `text`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
