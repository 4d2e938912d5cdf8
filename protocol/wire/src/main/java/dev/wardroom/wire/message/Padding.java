package dev.wardroom.wire.message;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import java.util.Arrays;

/// Content with a 4-byte length, zeros up to max(256, Padmé). Padmé (Nikitin and others, "Reducing
/// Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019) keeps the
/// highest ⌊log2 log2 L⌋ + 1 bits of a length, which costs at most 12 %.
public final class Padding {
  private static final int LENGTH_FIELD = 4;

  private Padding() {}

  /// The padded length of `length` bytes, with no regard to minimum and length field.
  public static long padme(long length) {
    if (length < 2) {
      return length;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(length);
    int kept = 32 - Integer.numberOfLeadingZeros(exponent);
    long mask = (1L << (exponent - kept)) - 1;
    return (length + mask) & ~mask;
  }

  /// Throws TOO_LARGE above 65,532 bytes.
  public static byte[] pad(byte[] content) throws ProtocolException {
    if (content.length > WireLimits.CONTENT_BYTES_MAX) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "content");
    }
    byte[] padded = new byte[paddedLength(content.length)];
    for (int i = 0; i < LENGTH_FIELD; i++) {
      padded[i] = (byte) (content.length >>> (8 * (LENGTH_FIELD - 1 - i)));
    }
    System.arraycopy(content, 0, padded, LENGTH_FIELD, content.length);
    return padded;
  }

  /// Throws MALFORMED unless this is exactly what [#pad] makes.
  public static byte[] unpad(byte[] padded) throws ProtocolException {
    long length = 0;
    for (int i = 0; i < LENGTH_FIELD && i < padded.length; i++) {
      length = (length << 8) | (padded[i] & 0xff);
    }
    if (padded.length < LENGTH_FIELD
        || length > WireLimits.CONTENT_BYTES_MAX
        || padded.length != paddedLength((int) length)) {
      throw new ProtocolException(ProtocolError.MALFORMED, "padding");
    }
    int end = LENGTH_FIELD + (int) length;
    int bits = 0;
    for (int i = end; i < padded.length; i++) {
      bits |= padded[i];
    }
    if (bits != 0) {
      throw new ProtocolException(ProtocolError.MALFORMED, "padding");
    }
    return Arrays.copyOfRange(padded, LENGTH_FIELD, end);
  }

  private static int paddedLength(int contentLength) {
    return (int)
        Math.max(WireLimits.CONTENT_PADDED_MIN, padme((long) contentLength + LENGTH_FIELD));
  }
}
