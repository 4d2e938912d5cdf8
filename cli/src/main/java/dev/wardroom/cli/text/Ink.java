package dev.wardroom.cli.text;

/// What a run of text means; [Palette] says how each looks on a dark, a light and a colourless
/// terminal.
public enum Ink {
  PLAIN,
  FAINT,
  ACCENT,
  CODE,
  LINK,
  GOOD,
  WARNING,
  DANGER,
  MENTION,
  NAME_1,
  NAME_2,
  NAME_3,
  NAME_4,
  NAME_5,
  NAME_6,
  NAME_7,
  NAME_8;

  private static final Ink[] NAMES = {
    NAME_1, NAME_2, NAME_3, NAME_4, NAME_5, NAME_6, NAME_7, NAME_8
  };

  /// The colour of a person's name: the same for the same id, on every screen and every day.
  public static Ink ofPerson(String id) {
    int hash = 0;
    for (int i = 0; i < id.length(); i++) {
      hash = 31 * hash + id.charAt(i);
    }
    return NAMES[Math.floorMod(hash ^ (hash >>> 15), NAMES.length)];
  }
}
