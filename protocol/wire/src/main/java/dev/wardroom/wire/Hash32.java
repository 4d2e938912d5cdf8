package dev.wardroom.wire;

/// A 32-byte hash: SHA-512 over a label and the input, cut to its first 32 bytes.
public record Hash32(Bytes bytes) implements Comparable<Hash32> {
  public static final int LENGTH = 32;

  /// "There is none": the hash before the first version. No input hashes to it.
  public static final Hash32 ZERO = new Hash32(Bytes.zeros(LENGTH));

  public Hash32 {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("a hash is 32 bytes");
    }
  }

  /// SHA-512(1-byte label length || label || 4-byte length || input), cut.
  public static Hash32 of(String label, byte[] input) {
    return cut(CanonicalWriter.labelled(label).variable(input).toArray());
  }

  public static Hash32 of(String label, Bytes input) {
    return of(label, input.unsafeArray());
  }

  /// For input that already starts with a label.
  public static Hash32 cut(byte[] labelledInput) {
    return new Hash32(Digest64.of(labelledInput).bytes().slice(0, LENGTH));
  }

  public static Hash32 fromWire(byte[] bytes) throws ProtocolException {
    if (bytes.length != LENGTH) {
      throw new ProtocolException(ProtocolError.MALFORMED, "a hash is 32 bytes");
    }
    return new Hash32(Bytes.of(bytes));
  }

  public static Hash32 read(CanonicalReader reader) throws ProtocolException {
    return new Hash32(reader.fixed(LENGTH));
  }

  public byte[] toArray() {
    return bytes.toArray();
  }

  public boolean isZero() {
    return bytes.isZero();
  }

  @Override
  public int compareTo(Hash32 other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
