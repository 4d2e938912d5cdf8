package dev.wardroom.cli.text;

import java.util.Map;

/// The colours of each [Ink] on a kind of terminal, as numbers of the 256-colour table.
///
/// Every colour has a contrast of at least 4.5 to 1 against the usual backgrounds of its kind (a
/// test computes it), so that nobody has to guess what a faint line says.
public enum Palette {
  DARK,
  LIGHT,
  /// A terminal without colours: bold, faint and the like stay.
  NONE,
  /// No terminal at all: text only, for files and pipes.
  TEXT;

  private static final Map<Ink, int[]> COLOURS =
      Map.ofEntries(
          Map.entry(Ink.FAINT, new int[] {246, 241}),
          Map.entry(Ink.ACCENT, new int[] {80, 24}),
          Map.entry(Ink.CODE, new int[] {180, 94}),
          Map.entry(Ink.LINK, new int[] {75, 25}),
          Map.entry(Ink.GOOD, new int[] {114, 22}),
          Map.entry(Ink.WARNING, new int[] {221, 94}),
          Map.entry(Ink.DANGER, new int[] {210, 124}),
          Map.entry(Ink.MENTION, new int[] {221, 90}),
          Map.entry(Ink.NAME_1, new int[] {117, 25}),
          Map.entry(Ink.NAME_2, new int[] {150, 22}),
          Map.entry(Ink.NAME_3, new int[] {216, 88}),
          Map.entry(Ink.NAME_4, new int[] {183, 54}),
          Map.entry(Ink.NAME_5, new int[] {80, 23}),
          Map.entry(Ink.NAME_6, new int[] {218, 125}),
          Map.entry(Ink.NAME_7, new int[] {222, 58}),
          Map.entry(Ink.NAME_8, new int[] {147, 61}));

  /// From `COLORFGBG` ("15;0": the last number is the background), which many terminals set; dark
  /// when nothing is said.
  public static Palette fromEnvironment(Map<String, String> environment) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return NONE;
    }
    String colours = environment.getOrDefault("COLORFGBG", "");
    String background = colours.substring(colours.lastIndexOf(';') + 1);
    return background.equals("7") || background.equals("15") ? LIGHT : DARK;
  }

  /// The colour's number, or -1 for the terminal's own foreground.
  public int colour(Ink ink) {
    int[] pair = COLOURS.get(ink);
    if (pair == null || this == NONE || this == TEXT) {
      return -1;
    }
    return this == DARK ? pair[0] : pair[1];
  }
}
