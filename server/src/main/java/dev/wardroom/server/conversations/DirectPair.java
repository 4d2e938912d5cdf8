package dev.wardroom.server.conversations;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.id.UserId;

/// The key under which two people have their one direct conversation: both ids, the lower first.
final class DirectPair {
  private DirectPair() {}

  static Bytes of(UserId one, UserId other) {
    boolean ordered = one.compareTo(other) <= 0;
    byte[] pair = new byte[2 * UserId.LENGTH];
    System.arraycopy((ordered ? one : other).toArray(), 0, pair, 0, UserId.LENGTH);
    System.arraycopy((ordered ? other : one).toArray(), 0, pair, UserId.LENGTH, UserId.LENGTH);
    return Bytes.wrap(pair);
  }
}
