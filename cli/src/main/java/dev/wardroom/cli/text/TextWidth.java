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
    if (isAsciiPair(text, at)) {
      return at + 1;
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
    char first = text.charAt(at);
    if (first >= ' ' && first < 0x7F && isAsciiPair(text, at)) {
      return 1;
    }
    return Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, at));
  }

  private static boolean isAsciiPair(String text, int at) {
    return text.charAt(at) < 0x7F
        && (at + 1 >= text.length() || text.charAt(at + 1) < 0x7F)
        && text.charAt(at) != '\r';
  }
}
