package dev.wardroom.wire;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// An immutable byte string with value equality and unsigned lexicographic order. For public bytes
/// only: secrets live in `SecretBytes` of protocol/core, which has neither equals nor toString.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /// Copies the array.
  public static Bytes of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /// Takes the array over; the caller keeps no reference that writes.
  public static Bytes wrap(byte[] bytes) {
    return new Bytes(bytes);
  }

  public static Bytes zeros(int length) {
    return new Bytes(new byte[length]);
  }

  /// Throws MALFORMED for anything but lower-case hexadecimal, so that an id has one text.
  public static Bytes fromHex(String text) throws ProtocolException {
    Bytes bytes;
    try {
      bytes = new Bytes(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(ProtocolError.MALFORMED, "not hexadecimal");
    }
    if (!bytes.toHex().equals(text)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "hexadecimal is lower-case");
    }
    return bytes;
  }

  /// Base64url without padding; throws MALFORMED for other forms of the same bytes, too.
  public static Bytes fromBase64Url(String text) throws ProtocolException {
    Bytes bytes;
    try {
      bytes = new Bytes(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(ProtocolError.MALFORMED, "not base64url");
    }
    if (!bytes.toBase64Url().equals(text)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "base64url is not canonical");
    }
    return bytes;
  }

  public int length() {
    return value.length;
  }

  public byte at(int index) {
    return value[index];
  }

  /// A copy.
  public byte[] toArray() {
    return value.clone();
  }

  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  public boolean isZero() {
    int bits = 0;
    for (byte b : value) {
      bits |= b;
    }
    return bits == 0;
  }

  public String toHex() {
    return HexFormat.of().formatHex(value);
  }

  public String toBase64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /// The array itself, for code that reads it and hands it on without keeping it.
  public byte[] unsafeArray() {
    return value;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
