package dev.wardroom.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [CanonicalWriter] wrote, and nothing else. Every read is bounded; [#end] refuses
/// trailing bytes. Belongs to one thread.
public final class CanonicalReader {
  private final byte[] input;
  private int position;

  public CanonicalReader(byte[] input) {
    this.input = input;
  }

  public CanonicalReader(Bytes input) {
    this(input.unsafeArray());
  }

  /// Throws MALFORMED when the object begins with another label.
  public CanonicalReader label(String label) throws ProtocolException {
    byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
    if (u8() != ascii.length || !Arrays.equals(take(ascii.length), ascii)) {
      throw malformed("another label");
    }
    return this;
  }

  /// Reads the version byte; throws UNSUPPORTED_VERSION for another one.
  public CanonicalReader version(int expected) throws ProtocolException {
    if (u8() != expected) {
      throw new ProtocolException(ProtocolError.UNSUPPORTED_VERSION, "version byte");
    }
    return this;
  }

  public int u8() throws ProtocolException {
    return (int) bigEndian(1);
  }

  /// 0 or 1; anything else is MALFORMED.
  public boolean bool() throws ProtocolException {
    int value = u8();
    if (value > 1) {
      throw malformed("neither 0 nor 1");
    }
    return value == 1;
  }

  public int u16() throws ProtocolException {
    return (int) bigEndian(2);
  }

  public long u32() throws ProtocolException {
    return bigEndian(4);
  }

  /// Below 2^63; a larger value is MALFORMED.
  public long u64() throws ProtocolException {
    long value = bigEndian(8);
    if (value < 0) {
      throw malformed("64-bit value out of range");
    }
    return value;
  }

  public Bytes fixed(int length) throws ProtocolException {
    return Bytes.wrap(take(length));
  }

  /// Throws TOO_LARGE above the limit, before anything is copied.
  public Bytes variable(int max) throws ProtocolException {
    long length = u32();
    if (length > max) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "variable field");
    }
    return Bytes.wrap(take((int) length));
  }

  /// A 2-byte count of list items.
  public int count(int max) throws ProtocolException {
    int count = u16();
    if (count > max) {
      throw new ProtocolException(ProtocolError.TOO_LARGE, "list");
    }
    return count;
  }

  /// UTF-8 with a 2-byte length in bytes; malformed UTF-8 is MALFORMED.
  public String text(int maxBytes) throws ProtocolException {
    byte[] utf8 = take(count(maxBytes));
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed("not UTF-8");
    }
  }

  public int remaining() {
    return input.length - position;
  }

  public void end() throws ProtocolException {
    if (remaining() != 0) {
      throw malformed("trailing bytes");
    }
  }

  private long bigEndian(int width) throws ProtocolException {
    need(width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (input[position++] & 0xff);
    }
    return value;
  }

  private byte[] take(int length) throws ProtocolException {
    need(length);
    byte[] bytes = Arrays.copyOfRange(input, position, position + length);
    position += length;
    return bytes;
  }

  private void need(int length) throws ProtocolException {
    if (remaining() < length) {
      throw malformed("truncated");
    }
  }

  private static ProtocolException malformed(String detail) {
    return new ProtocolException(ProtocolError.MALFORMED, detail);
  }
}
