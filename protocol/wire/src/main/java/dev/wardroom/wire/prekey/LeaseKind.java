package dev.wardroom.wire.prekey;

import dev.wardroom.wire.Coded;

/// How far a claim reaches.
public enum LeaseKind implements Coded {
  /// One message, at most 16 recipient devices; the prekey goes as soon as it is opened.
  ONE_MESSAGE(1),
  /// Up to 64 messages or one hour.
  HOUR(2);

  private final int code;

  LeaseKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
