package dev.wardroom.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// How many columns text takes on a terminal, counted in what a reader sees as one character
/// (grapheme clusters).
///
/// Terminals disagree about joined emoji. The drawings therefore never rely on the column after a
/// text that others wrote: [ScreenPainter][dev.wardroom.cli.chat.ScreenPainter] sets the column
/// anew at the start of each part.
public final class TextWidth {
  private TextWidth() {}

  /// Columns that `text` takes. Control characters count nothing: they have been made safe before.
  public static int of(String text) {
    int width = 0;
    for (int at = 0; at < text.length(); at = next(text, at)) {
      width += ofCluster(text, at);
    }
    return width;
  }

  /// The index after the character (cluster) that begins at `at`.
  public static int next(String text, int at) {
    if (standsAlone(text, at)) {
      return at + Character.charCount(text.codePointAt(at));
    }
    return Math.min(text.length(), at + Math.max(1, WCWidth.charCountForGraphemeCluster(text, at)));
  }

  /// The index of the character (cluster) that ends at `at`.
  public static int previous(String text, int at) {
    int last = 0;
    int start = Math.max(0, text.lastIndexOf('\n', at - 1));
    for (int index = start; index < at; index = next(text, index)) {
      last = index;
    }
    return last;
  }

  /// The characters (clusters) of `text`, in order.
  public static List<String> clusters(String text) {
    List<String> clusters = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = next(text, at);
      clusters.add(text.substring(at, end));
      at = end;
    }
    return clusters;
  }

  private static int ofCluster(String text, int at) {
    if (standsAlone(text, at)) {
      int point = text.codePointAt(at);
      return point >= ' ' && point < 0x7F ? 1 : Math.max(0, WCWidth.wcwidth(point));
    }
    return Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, at));
  }

  /// A character that nothing after it joins: the fast way for most text. (Finding clusters
  /// properly costs a thousand times as much, and a screen is measured at each key.)
  private static boolean standsAlone(String text, int at) {
    int point = text.codePointAt(at);
    int end = at + Character.charCount(point);
    return point != '\r'
        && !joins(point)
        && (end >= text.length() || !joins(text.codePointAt(end)));
  }

  /// May be one character together with its neighbour: marks, joiners, emoji parts, Hangul letters.
  private static boolean joins(int point) {
    if (point < 0x300) {
      return point == 0xAD;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default ->
          (point >= 0x1F3FB && point <= 0x1F3FF)
              || (point >= 0x1F1E6 && point <= 0x1F1FF)
              || (point >= 0x1100 && point <= 0x11FF)
              || (point >= 0xA960 && point <= 0xA97F)
              || (point >= 0xD7B0 && point <= 0xD7FF);
    };
  }
}
