package dev.wardroom.core.link;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;

/// The digits that both devices of a linking show before anything is signed.
public final class LinkCheck {
  private static final int BYTES = 7;
  private static final int DIGITS = 8;
  private static final int VALUES = 100_000_000;

  private LinkCheck() {}

  /// Eight digits, from the answerer's note 0 as it was left: a third device in between has another
  /// one. The first 7 bytes of `H32("wardroom/1 link check", note)`, modulo 100,000,000.
  public static String digits(byte[] firstNote) {
    byte[] hash = Hash32.of(Labels.LINK_CHECK, firstNote).toArray();
    long value = 0;
    for (int i = 0; i < BYTES; i++) {
      value = (value << 8) | (hash[i] & 0xff);
    }
    String digits = Long.toString(value % VALUES);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }
}
