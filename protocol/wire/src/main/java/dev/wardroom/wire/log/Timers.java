package dev.wardroom.wire.log;

/// Default times of a conversation, in seconds; 0 = none.
///
/// @param ttlSeconds from acceptance until a message goes
/// @param burnSeconds from reading until a message goes
public record Timers(long ttlSeconds, long burnSeconds) {
  public static final Timers NONE = new Timers(0, 0);

  public Timers {
    if (ttlSeconds < 0
        || ttlSeconds > 0xffff_ffffL
        || burnSeconds < 0
        || burnSeconds > 0xffff_ffffL) {
      throw new IllegalArgumentException("32 bits of seconds");
    }
  }
}
