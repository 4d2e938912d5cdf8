package dev.wardroom.wire.message;

import dev.wardroom.wire.Coded;

/// How loudly a message may wake a device; all that the server learns of its content.
public enum Urgency implements Coded {
  SILENT(1),
  NORMAL(2),
  CALL(3);

  private final int code;

  Urgency(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
