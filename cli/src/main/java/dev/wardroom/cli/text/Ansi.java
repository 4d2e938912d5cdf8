package dev.wardroom.cli.text;

/// Styled lines as text with escape sequences. The attributes alone are used without colour, so
/// that a screen without colours still tells bold from plain.
public final class Ansi {
  private static final String RESET = "\u001B[0m";

  private final Palette palette;

  public Ansi(Palette palette) {
    this.palette = palette;
  }

  public String of(Line line) {
    if (palette == Palette.TEXT) {
      return line.plain();
    }
    StringBuilder text = new StringBuilder();
    for (Span span : line.spans()) {
      String codes = codes(span.style());
      if (codes.isEmpty()) {
        text.append(span.text());
      } else {
        text.append("\u001B[").append(codes).append('m').append(span.text()).append(RESET);
      }
    }
    return text.toString();
  }

  private String codes(Style style) {
    StringBuilder codes = new StringBuilder();
    add(codes, style.bold(), "1");
    add(codes, palette == Palette.NONE && style.ink() == Ink.FAINT, "2");
    add(codes, style.italic(), "3");
    add(codes, style.underline(), "4");
    add(codes, style.inverse(), "7");
    add(codes, style.strike(), "9");
    int colour = palette.colour(style.ink());
    add(codes, colour >= 0, "38;5;" + colour);
    return codes.toString();
  }

  private static void add(StringBuilder codes, boolean set, String code) {
    if (set) {
      if (!codes.isEmpty()) {
        codes.append(';');
      }
      codes.append(code);
    }
  }
}
