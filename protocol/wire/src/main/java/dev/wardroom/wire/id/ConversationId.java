package dev.wardroom.wire.id;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;

/// A conversation: 32 bytes, the hash of its first log entry, so that two first entries cannot
/// share one id.
public record ConversationId(Bytes bytes) implements Comparable<ConversationId> {
  public static final int LENGTH = Hash32.LENGTH;

  /// Stands in the first log entry, whose hash the id is.
  public static final ConversationId ZERO = new ConversationId(Bytes.zeros(LENGTH));

  public ConversationId {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("a conversation id is 32 bytes");
    }
  }

  /// Bytes that are known to be an id; a wrong length is a bug.
  public static ConversationId of(byte[] bytes) {
    return new ConversationId(Bytes.of(bytes));
  }

  /// Bytes from outside; throws MALFORMED for a wrong length.
  public static ConversationId fromWire(byte[] bytes) throws ProtocolException {
    return checked(Bytes.of(bytes));
  }

  /// The 64 hexadecimal digits that [#toString] prints.
  public static ConversationId parse(String text) throws ProtocolException {
    return checked(Bytes.fromHex(text));
  }

  public static ConversationId read(CanonicalReader reader) throws ProtocolException {
    return new ConversationId(reader.fixed(LENGTH));
  }

  public byte[] toArray() {
    return bytes.toArray();
  }

  public boolean isZero() {
    return bytes.isZero();
  }

  private static ConversationId checked(Bytes bytes) throws ProtocolException {
    if (bytes.length() != LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "a conversation id is 32 bytes");
    }
    return new ConversationId(bytes);
  }

  @Override
  public int compareTo(ConversationId other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
