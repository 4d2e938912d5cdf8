package dev.wardroom.wire;

/// An enumeration with a stable one-byte code.
public interface Coded {
  int code();

  /// Throws MALFORMED for a code that none of the values has.
  static <T extends Coded> T of(T[] values, int code) throws ProtocolException {
    for (T value : values) {
      if (value.code() == code) {
        return value;
      }
    }
    throw new ProtocolException(ProtocolError.MALFORMED, "unknown code");
  }
}
