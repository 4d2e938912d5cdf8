package dev.wardroom.cli.text;

/// How a run of text looks: a meaning and the usual attributes. Immutable.
public record Style(
    Ink ink, boolean bold, boolean italic, boolean underline, boolean strike, boolean inverse) {
  public static final Style PLAIN = of(Ink.PLAIN);
  public static final Style FAINT = of(Ink.FAINT);
  public static final Style BOLD = PLAIN.asBold();

  /// The plain style with that meaning.
  public static Style of(Ink ink) {
    return new Style(ink, false, false, false, false, false);
  }

  public Style with(Ink other) {
    return new Style(other, bold, italic, underline, strike, inverse);
  }

  public Style asBold() {
    return new Style(ink, true, italic, underline, strike, inverse);
  }

  public Style asItalic() {
    return new Style(ink, bold, true, underline, strike, inverse);
  }

  public Style asUnderlined() {
    return new Style(ink, bold, italic, true, strike, inverse);
  }

  public Style asStruck() {
    return new Style(ink, bold, italic, underline, true, inverse);
  }

  public Style asInverse() {
    return new Style(ink, bold, italic, underline, strike, true);
  }
}
