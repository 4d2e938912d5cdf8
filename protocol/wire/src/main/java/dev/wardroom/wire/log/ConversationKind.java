package dev.wardroom.wire.log;

import dev.wardroom.wire.Coded;

/// What a conversation is; fixed by its first entry.
public enum ConversationKind implements Coded {
  /// Two people, or one person's notes to self.
  DIRECT(1),
  /// Every member may add and remove.
  GROUP(2),
  /// Moderators decide.
  ROOM(3);

  private final int code;

  ConversationKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
