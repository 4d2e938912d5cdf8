package dev.wardroom.wire.text;

import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;

/// What two people compare to know that nobody stands between them: 60 digits, 30 for each of the
/// two users, the lower half first, so that both see the same number.
///
/// A half is SHA-512 over label, network, user and root key; six times five bytes of it, each
/// modulo 100,000. That is 99 bits against a second key that gives the same half. No repeated
/// hashing: it would add 12 bits to a number that is out of reach without them.
public final class SafetyNumber {
  private static final int GROUPS = 6;
  private static final int GROUP_BYTES = 5;
  private static final long GROUP_VALUES = 100_000;

  /// One side of the comparison.
  public record Party(NetworkId network, UserId user, P521PublicKey rootKey) {
    private Digest64 fingerprint() {
      return Digest64.of(
          CanonicalWriter.labelled(Labels.SAFETY_NUMBER)
              .fixed(network.bytes())
              .fixed(user.bytes())
              .fixed(rootKey.bytes())
              .toArray());
    }
  }

  private SafetyNumber() {}

  /// 60 digits without spaces, the same whichever party comes first.
  public static String of(Party one, Party other) {
    String first = digits(one.fingerprint());
    String second = digits(other.fingerprint());
    return first.compareTo(second) <= 0 ? first + second : second + first;
  }

  /// For reading aloud: twelve groups of five.
  public static String grouped(String digits) {
    return digits.replaceAll("(.{5})(?=.)", "$1 ");
  }

  /// For a QR code: `wardroom-safety:` and the base64url of both 64-byte fingerprints, the lower
  /// first.
  public static String qrText(Party one, Party other) {
    Digest64 first = one.fingerprint();
    Digest64 second = other.fingerprint();
    boolean inOrder = first.bytes().compareTo(second.bytes()) <= 0;
    CanonicalWriter writer = new CanonicalWriter();
    writer.fixed((inOrder ? first : second).bytes()).fixed((inOrder ? second : first).bytes());
    return "wardroom-safety:" + writer.toBytes().toBase64Url();
  }

  /// A 32-byte fingerprint in sixteen groups of four hexadecimal digits.
  public static String fingerprintText(Hash32 fingerprint) {
    return fingerprint.bytes().toHex().replaceAll("(.{4})(?=.)", "$1 ");
  }

  private static String digits(Digest64 fingerprint) {
    StringBuilder digits = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      long value = 0;
      for (int i = 0; i < GROUP_BYTES; i++) {
        value = (value << 8) | (fingerprint.bytes().at(group * GROUP_BYTES + i) & 0xff);
      }
      String text = Long.toString(value % GROUP_VALUES);
      digits.append("0".repeat(5 - text.length())).append(text);
    }
    return digits.toString();
  }
}
