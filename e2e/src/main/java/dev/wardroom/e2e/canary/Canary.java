package dev.wardroom.e2e.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A word that occurs nowhere by itself, and its disguises.
///
/// @param word plain ASCII, at least 12 letters
public record Canary(String word) {
  private static final int LETTERS_MIN = 12;

  public Canary {
    if (word.length() < LETTERS_MIN) {
      throw new IllegalArgumentException("a short word may occur by itself");
    }
  }

  /// How the word looks.
  public record Disguise(String name, byte[] bytes) {}

  public List<Disguise> disguises() {
    byte[] plain = word.getBytes(StandardCharsets.US_ASCII);
    List<Disguise> all = new ArrayList<>();
    all.add(new Disguise("plain", plain));
    all.add(new Disguise("UTF-16LE", word.getBytes(StandardCharsets.UTF_16LE)));
    all.add(new Disguise("UTF-16BE", word.getBytes(StandardCharsets.UTF_16BE)));
    String hex = HexFormat.of().formatHex(plain);
    all.add(new Disguise("hex", hex.getBytes(StandardCharsets.US_ASCII)));
    all.add(
        new Disguise(
            "HEX",
            HexFormat.of().withUpperCase().formatHex(plain).getBytes(StandardCharsets.US_ASCII)));
    for (int offset = 0; offset < 3; offset++) {
      all.add(base64("base64+" + offset, plain, offset));
    }
    return all;
  }

  /// The letters of a base64 text that depend on the word alone, when so many bytes come before it.
  /// No letter of the two alphabets' difference can occur, because the word is ASCII.
  private static Disguise base64(String name, byte[] plain, int before) {
    byte[] shifted = new byte[before + plain.length];
    System.arraycopy(plain, 0, shifted, before, plain.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = before == 0 ? 0 : before + 1;
    int to = shifted.length * 8 / 6;
    return new Disguise(name, text.substring(from, to).getBytes(StandardCharsets.US_ASCII));
  }
}
