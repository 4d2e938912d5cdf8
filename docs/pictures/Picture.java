import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Draws a captured terminal as SVG, so that the pictures in the documents are what a person saw:
///
/// ```
/// tmux capture-pane -e -p -t chat | java docs/pictures/Picture.java 80 'wardroom chat' > chat.svg
/// ```
///
/// Reads text with SGR escape sequences from standard input (bold, faint, italic, underline, strike,
/// 256 colours). Each run of text is placed at its own column, so that the reader's font cannot
/// push the rest of the row aside.
final class Picture {
  private static final double COLUMN = 8.4;
  private static final int ROW = 18;
  private static final int MARGIN = 14;
  private static final int TITLE = 28;
  private static final String BACKGROUND = "#16181d";
  private static final String FOREGROUND = "#d8dbe2";
  private static final Pattern SGR = Pattern.compile("\u001B\\[([0-9;]*)m");
  private static final Pattern OTHER = Pattern.compile("\u001B\\[[0-9;?]*[A-Za-ln-z]|[\u000E\u000F]");
  private static final String[] BASIC = {
    "#1d1f21", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d8dbe2"
  };

  private boolean bold;
  private boolean faint;
  private boolean italic;
  private boolean underline;
  private boolean strike;
  private String colour = FOREGROUND;

  private Picture() {}

  public static void main(String[] arguments) throws IOException {
    int columns = Integer.parseInt(arguments[0]);
    String title = arguments.length > 1 ? arguments[1] : "";
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    List<String> rows = new ArrayList<>(text.lines().toList());
    while (!rows.isEmpty() && SGR.matcher(rows.getLast()).replaceAll("").isBlank()) {
      rows.removeLast();
    }
    System.out.print(new Picture().svg(rows, columns, title));
  }

  private String svg(List<String> rows, int columns, String title) {
    double width = columns * COLUMN + 2 * MARGIN;
    int height = rows.size() * ROW + 2 * MARGIN + TITLE;
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\""
                + " viewBox=\"0 0 %.0f %d\" role=\"img\">\n<title>%s</title>\n"
                + "<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"%s\"/>\n",
            width, height, width, height, escaped(title), BACKGROUND));
    svg.append("<g fill=\"#565b66\"><circle cx=\"18\" cy=\"16\" r=\"5\"/><circle cx=\"34\" cy=\"16\"");
    svg.append(" r=\"5\"/><circle cx=\"50\" cy=\"16\" r=\"5\"/></g>\n");
    svg.append("<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\"");
    svg.append(" font-size=\"14\" xml:space=\"preserve\">\n");
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"20\" fill=\"#8b909c\" text-anchor=\"middle\">%s</text>\n",
            width / 2, escaped(title)));
    for (int i = 0; i < rows.size(); i++) {
      row(svg, rows.get(i), TITLE + MARGIN + i * ROW + 13);
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  private void row(StringBuilder svg, String source, int y) {
    String row = OTHER.matcher(source).replaceAll("");
    Matcher sequences = SGR.matcher(row);
    int at = 0;
    int column = 0;
    while (sequences.find()) {
      column = run(svg, row.substring(at, sequences.start()), column, y);
      style(sequences.group(1));
      at = sequences.end();
    }
    run(svg, row.substring(at), column, y);
  }

  /// Words are drawn one by one: the column after each is the terminal's, whatever the font measures.
  private int run(StringBuilder svg, String text, int column, int y) {
    int next = column;
    for (String word : text.split("(?<= )(?=[^ ])|(?<=[^ ])(?= )", -1)) {
      int columns = columns(word);
      if (!word.isBlank()) {
        double x = MARGIN + next * COLUMN;
        String length =
            columns > 1
                ? format(" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"", columns * COLUMN)
                : "";
        svg.append(format("<text x=\"%.1f\" y=\"%d\"%s%s>", x, y, length, attributes()))
            .append(escaped(word))
            .append("</text>\n");
      }
      next += columns;
    }
    return next;
  }

  private String attributes() {
    StringBuilder attributes = new StringBuilder(" fill=\"").append(colour).append('"');
    attributes.append(bold ? " font-weight=\"bold\"" : "");
    attributes.append(faint ? " opacity=\"0.6\"" : "");
    attributes.append(italic ? " font-style=\"italic\"" : "");
    if (underline || strike) {
      attributes
          .append(" text-decoration=\"")
          .append(underline ? "underline" : "line-through")
          .append('"');
    }
    return attributes.toString();
  }

  private void style(String codes) {
    String[] parts = codes.isEmpty() ? new String[] {"0"} : codes.split(";", -1);
    for (int i = 0; i < parts.length; i++) {
      int code = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
      if (code == 38 && i + 2 < parts.length && parts[i + 1].equals("5")) {
        colour = colour(Integer.parseInt(parts[i + 2]));
        i += 2;
      } else {
        attribute(code);
      }
    }
  }

  private void attribute(int code) {
    switch (code) {
      case 0 -> {
        bold = false;
        faint = false;
        italic = false;
        underline = false;
        strike = false;
        colour = FOREGROUND;
      }
      case 1 -> bold = true;
      case 2 -> faint = true;
      case 3 -> italic = true;
      case 4 -> underline = true;
      case 9 -> strike = true;
      case 22 -> {
        bold = false;
        faint = false;
      }
      case 23 -> italic = false;
      case 24 -> underline = false;
      case 29 -> strike = false;
      case 39 -> colour = FOREGROUND;
      default -> {
        if (code >= 30 && code <= 37) {
          colour = BASIC[code - 30];
        }
      }
    }
  }

  /// The 256-colour table: sixteen named ones, a cube of six steps, and greys.
  private static String colour(int number) {
    if (number < 16) {
      return BASIC[number % 8];
    }
    if (number >= 232) {
      int grey = 8 + (number - 232) * 10;
      return format("#%02x%02x%02x", grey, grey, grey);
    }
    int index = number - 16;
    return format("#%02x%02x%02x", step(index / 36), step(index / 6 % 6), step(index % 6));
  }

  private static int step(int value) {
    return value == 0 ? 0 : 55 + value * 40;
  }

  /// Columns of a word: two for wide letters and emoji, none for what joins or marks the one before.
  private static int columns(String word) {
    int columns = 0;
    boolean joined = false;
    for (int point : word.codePoints().toArray()) {
      int type = Character.getType(point);
      boolean marks = type == Character.NON_SPACING_MARK || type == Character.FORMAT;
      boolean tone = point >= 0x1F3FB && point <= 0x1F3FF;
      if (!marks && !joined && !tone) {
        columns += isWide(point) ? 2 : 1;
      }
      joined = point == 0x200D;
    }
    return columns;
  }

  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0x1F300 && point <= 0x1FAFF)
        || point == 0x23F3
        || point == 0x2615;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
