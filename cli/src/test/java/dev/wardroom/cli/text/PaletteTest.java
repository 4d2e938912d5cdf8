package dev.wardroom.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PaletteTest {
  private static final double CONTRAST_MIN = 4.5;

  @Test
  void everyColourIsReadableOnDarkTerminals() {
    for (Ink ink : Ink.values()) {
      check(Palette.DARK, ink, 0x000000);
      check(Palette.DARK, ink, 0x1E1E1E);
      check(Palette.DARK, ink, 0x002B36);
    }
  }

  @Test
  void everyColourIsReadableOnLightTerminals() {
    for (Ink ink : Ink.values()) {
      check(Palette.LIGHT, ink, 0xFFFFFF);
      check(Palette.LIGHT, ink, 0xFDF6E3);
    }
  }

  @Test
  void theTerminalsEnvironmentChoosesThePalette() {
    assertThat(Palette.fromEnvironment(Map.of())).isEqualTo(Palette.DARK);
    assertThat(Palette.fromEnvironment(Map.of("COLORFGBG", "0;15"))).isEqualTo(Palette.LIGHT);
    assertThat(Palette.fromEnvironment(Map.of("COLORFGBG", "15;0"))).isEqualTo(Palette.DARK);
    assertThat(Palette.fromEnvironment(Map.of("NO_COLOR", "1"))).isEqualTo(Palette.NONE);
    assertThat(Palette.fromEnvironment(Map.of("NO_COLOR", ""))).isEqualTo(Palette.DARK);
  }

  private static void check(Palette palette, Ink ink, int background) {
    int colour = palette.colour(ink);
    if (colour >= 0) {
      double lighter = Math.max(luminance(rgb(colour)), luminance(background));
      double darker = Math.min(luminance(rgb(colour)), luminance(background));
      assertThat((lighter + 0.05) / (darker + 0.05))
          .as("%s %s on %06X", palette, ink, background)
          .isGreaterThan(CONTRAST_MIN);
    }
  }

  /// The 256-colour table: a cube of six steps, and greys.
  private static int rgb(int colour) {
    if (colour >= 232) {
      int grey = 8 + (colour - 232) * 10;
      return grey << 16 | grey << 8 | grey;
    }
    int index = colour - 16;
    return step(index / 36) << 16 | step(index / 6 % 6) << 8 | step(index % 6);
  }

  private static int step(int value) {
    return value == 0 ? 0 : 55 + value * 40;
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 0xFF)
        + 0.7152 * linear(rgb >> 8 & 0xFF)
        + 0.0722 * linear(rgb & 0xFF);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
