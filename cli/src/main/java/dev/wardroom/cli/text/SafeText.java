package dev.wardroom.cli.text;

/// Makes text that others wrote safe to print on a terminal.
///
/// A terminal obeys bytes: a message with an escape sequence could clear the screen, fake a prompt,
/// or write to the clipboard; a direction override could make `txt.exe` look like `exe.txt`.
/// Control characters are shown as `�`, direction controls and other invisible format characters
/// are left out. Joiners and variation selectors stay, because emoji and many scripts need them.
public final class SafeText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int TAG_FIRST = 0xE0020;
  private static final int TAG_LAST = 0xE007F;

  private SafeText() {}

  /// The text on one line: line breaks and tabs become spaces.
  public static String line(String text) {
    return clean(text, false);
  }

  /// The text with its line breaks; tabs become two spaces.
  public static String lines(String text) {
    return clean(text, true);
  }

  private static String clean(String text, boolean keepBreaks) {
    StringBuilder safe = new StringBuilder(text.length());
    text.replace("\r\n", "\n").codePoints().forEach(point -> append(safe, point, keepBreaks));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int point, boolean keepBreaks) {
    if (point == '\n' || point == 0x2028 || point == 0x2029) {
      safe.append(keepBreaks ? '\n' : ' ');
    } else if (point == '\t') {
      safe.append("  ");
    } else if (Character.isISOControl(point)) {
      safe.append(REPLACEMENT);
    } else if (isShown(point)) {
      safe.appendCodePoint(point);
    }
  }

  private static boolean isShown(int point) {
    if (Character.getType(point) == Character.SURROGATE) {
      return false;
    }
    return Character.getType(point) != Character.FORMAT
        || point == ZERO_WIDTH_NON_JOINER
        || point == ZERO_WIDTH_JOINER
        || (point >= TAG_FIRST && point <= TAG_LAST);
  }
}
