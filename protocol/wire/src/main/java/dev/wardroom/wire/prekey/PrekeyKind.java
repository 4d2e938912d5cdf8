package dev.wardroom.wire.prekey;

import dev.wardroom.wire.Coded;

/// Whether a batch's prekeys are good for one lease each, or for many until they are replaced.
public enum PrekeyKind implements Coded {
  ONE_TIME(1),
  STANDING(2);

  private final int code;

  PrekeyKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
