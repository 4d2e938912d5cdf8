package dev.wardroom.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the one encoding that an object has. Integers are big-endian and of fixed width, fixed
/// byte fields are raw, variable ones carry a 4-byte length, a label a 1-byte length. Belongs to
/// one thread. Values outside their field are bugs of the caller: [IllegalArgumentException].
public final class CanonicalWriter {
  private byte[] buffer;
  private int size;

  public CanonicalWriter() {
    this(256);
  }

  public CanonicalWriter(int sizeHint) {
    buffer = new byte[Math.max(16, sizeHint)];
  }

  /// Starts an object that is hashed, signed or used as KDF input: label, so that no two kinds of
  /// object share bytes.
  public static CanonicalWriter labelled(String label) {
    return new CanonicalWriter().label(label);
  }

  /// 1-byte length and ASCII.
  public CanonicalWriter label(String label) {
    byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
    return u8(ascii.length).fixed(ascii);
  }

  public CanonicalWriter u8(int value) {
    check(value >= 0 && value <= 0xff);
    reserve(1);
    buffer[size++] = (byte) value;
    return this;
  }

  public CanonicalWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  public CanonicalWriter u16(int value) {
    check(value >= 0 && value <= 0xffff);
    return bigEndian(value, 2);
  }

  public CanonicalWriter u32(long value) {
    check(value >= 0 && value <= 0xffff_ffffL);
    return bigEndian(value, 4);
  }

  /// 8 bytes; the value is below 2^63.
  public CanonicalWriter u64(long value) {
    check(value >= 0);
    return bigEndian(value, 8);
  }

  /// Raw, without a length: the reader knows it.
  public CanonicalWriter fixed(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  public CanonicalWriter fixed(Bytes bytes) {
    return fixed(bytes.unsafeArray());
  }

  /// 4-byte length and the bytes.
  public CanonicalWriter variable(byte[] bytes) {
    return u32(bytes.length).fixed(bytes);
  }

  public CanonicalWriter variable(Bytes bytes) {
    return variable(bytes.unsafeArray());
  }

  /// UTF-8 with a 2-byte length.
  public CanonicalWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return u16(utf8.length).fixed(utf8);
  }

  public byte[] toArray() {
    return Arrays.copyOf(buffer, size);
  }

  public Bytes toBytes() {
    return Bytes.wrap(toArray());
  }

  /// Overwrites what was written, for the few inputs that hold secrets.
  public void wipe() {
    Arrays.fill(buffer, (byte) 0);
    size = 0;
  }

  private CanonicalWriter bigEndian(long value, int width) {
    reserve(width);
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  private void reserve(int more) {
    if (buffer.length - size < more) {
      byte[] old = buffer;
      buffer = Arrays.copyOf(old, Math.max(old.length * 2, size + more));
      Arrays.fill(old, (byte) 0);
    }
  }

  private static void check(boolean inRange) {
    if (!inRange) {
      throw new IllegalArgumentException("value outside its field");
    }
  }
}
