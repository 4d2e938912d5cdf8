package dev.wardroom.wire.log;

import dev.wardroom.wire.Coded;

/// What a member of a room may do; in direct conversations and groups everybody is a member.
public enum Role implements Coded {
  MEMBER(1),
  MODERATOR(2);

  private final int code;

  Role(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
