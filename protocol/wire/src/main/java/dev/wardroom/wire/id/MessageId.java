package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;

/// A message: UUID version 7 (RFC 9562 §5.7), so that ids sort by the sender's time. Stays the same
/// when a message is sealed again.
public record MessageId(Bytes bytes) implements Id, Comparable<MessageId> {
  /// Random bytes that [#of] needs.
  public static final int RANDOM_LENGTH = 10;

  public MessageId {
    Id.require16(bytes);
    if (!isVersion7(bytes)) {
      throw new IllegalArgumentException("not a UUID of version 7");
    }
  }

  /// From a time in milliseconds since epoch and 10 random bytes.
  public static MessageId of(long millis, byte[] random) {
    if (random.length != RANDOM_LENGTH || millis < 0 || millis >= 1L << 48) {
      throw new IllegalArgumentException("48 bits of time and 10 random bytes");
    }
    byte[] id = new byte[LENGTH];
    for (int i = 0; i < 6; i++) {
      id[i] = (byte) (millis >>> (8 * (5 - i)));
    }
    System.arraycopy(random, 0, id, 6, RANDOM_LENGTH);
    id[6] = (byte) (0x70 | (id[6] & 0x0f));
    id[8] = (byte) (0x80 | (id[8] & 0x3f));
    return new MessageId(Bytes.wrap(id));
  }

  /// Bytes that are known to be a message id; anything else is a bug.
  public static MessageId of(byte[] bytes) {
    return new MessageId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for anything but a UUID of version 7.
  public static MessageId fromWire(byte[] bytes) throws ProtocolException {
    return checked(Bytes.of(bytes));
  }

  /// The 32 hexadecimal digits that [#toString] prints.
  public static MessageId parse(String text) throws ProtocolException {
    return checked(Bytes.fromHex(text));
  }

  public static MessageId read(CanonicalReader reader) throws ProtocolException {
    return checked(reader.fixed(LENGTH));
  }

  /// Milliseconds since epoch by the sender's clock.
  public long millis() {
    long millis = 0;
    for (int i = 0; i < 6; i++) {
      millis = (millis << 8) | (bytes.at(i) & 0xff);
    }
    return millis;
  }

  private static MessageId checked(Bytes bytes) throws ProtocolException {
    if (bytes.length() != LENGTH || !isVersion7(bytes)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "not a UUID of version 7");
    }
    return new MessageId(bytes);
  }

  private static boolean isVersion7(Bytes bytes) {
    return (bytes.at(6) & 0xf0) == 0x70 && (bytes.at(8) & 0xc0) == 0x80;
  }

  @Override
  public int compareTo(MessageId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
