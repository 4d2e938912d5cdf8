package dev.wardroom.core.account;

import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.util.Arrays;
import java.util.Locale;

/// Keys as people copy them: Crockford's base32 (no I, L, O, U; I and L read as 1, O as 0, case
/// does not matter) in groups of four, with check symbols at the end that also tell the kinds of
/// key apart. Spaces and hyphens are for reading.
///
/// Symbols: the key's bits, filled with zeros to a multiple of 5, then as many bits of
/// SHA-512(label || key) as fill the last group.
final class PrintedCode {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int GROUP = 4;
  private static final int BITS = 5;
  private static final int CHECK_MIN = 2;

  private PrintedCode() {}

  static String print(SecretBytes key, String checkLabel) {
    byte[] bytes = key.read(SecretAccess.granted());
    int symbols = symbols(bytes.length);
    String all =
        encode(bytes, symbols) + encode(check(bytes, checkLabel), total(symbols) - symbols);
    return all.replaceAll("(.{4})(?=.)", "$1-");
  }

  /// Throws CODE_MISTYPED.
  static SecretBytes parse(String text, int length, String checkLabel) throws ProtocolException {
    String plain = text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    plain = plain.replace('O', '0').replace('I', '1').replace('L', '1');
    int symbols = symbols(length);
    if (plain.length() != total(symbols)) {
      throw mistyped();
    }
    byte[] bytes = decode(plain.substring(0, symbols), length);
    String checked = encode(check(bytes, checkLabel), total(symbols) - symbols);
    boolean right =
        checked.equals(plain.substring(symbols))
            && encode(bytes, symbols).equals(plain.substring(0, symbols));
    if (!right) {
      Arrays.fill(bytes, (byte) 0);
      throw mistyped();
    }
    return SecretBytes.wrap(bytes);
  }

  private static int symbols(int bytes) {
    return (8 * bytes + BITS - 1) / BITS;
  }

  private static int total(int symbols) {
    int withCheck = symbols + CHECK_MIN;
    return (withCheck + GROUP - 1) / GROUP * GROUP;
  }

  private static byte[] check(byte[] bytes, String label) {
    return Digest64.of(CanonicalWriter.labelled(label).fixed(bytes).toArray()).toArray();
  }

  private static String encode(byte[] bytes, int symbols) {
    StringBuilder text = new StringBuilder(symbols);
    for (int symbol = 0; symbol < symbols; symbol++) {
      int value = 0;
      for (int bit = symbol * BITS; bit < (symbol + 1) * BITS; bit++) {
        int set = bit / 8 < bytes.length ? (bytes[bit / 8] >>> (7 - bit % 8)) & 1 : 0;
        value = (value << 1) | set;
      }
      text.append(ALPHABET.charAt(value));
    }
    return text.toString();
  }

  private static byte[] decode(String text, int length) throws ProtocolException {
    byte[] bytes = new byte[length];
    for (int symbol = 0; symbol < text.length(); symbol++) {
      int value = ALPHABET.indexOf(text.charAt(symbol));
      if (value < 0) {
        throw mistyped();
      }
      for (int i = 0; i < BITS; i++) {
        int bit = symbol * BITS + i;
        if (bit < 8 * length) {
          int set = (value >>> (BITS - 1 - i)) & 1;
          bytes[bit / 8] |= (byte) (set << (7 - bit % 8));
        }
      }
    }
    return bytes;
  }

  private static ProtocolException mistyped() {
    return new ProtocolException(ProtocolError.CODE_MISTYPED, "look at the sheet again");
  }
}
