package dev.wardroom.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Breaks spans into rows: at spaces, and inside a word only when the word alone is too wide. Wide
/// characters (Chinese, Japanese, Korean) may break between any two, as their readers expect.
public final class Wrapping {
  private static final int WIDTH_MIN = 4;

  private Wrapping() {}

  /// Rows of at most `width` columns. Spans may contain `\n`; each begins a new row.
  public static List<Line> wrap(List<Span> spans, int width) {
    Rows rows = new Rows(Math.max(WIDTH_MIN, width));
    for (Span span : spans) {
      String[] parts = span.text().split("\n", -1);
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          rows.breakRow();
        }
        words(parts[i]).forEach(word -> rows.add(word, span.style()));
      }
    }
    return rows.finish();
  }

  /// Rows of at most `width` columns, each row after the first beginning with `indent`.
  public static List<Line> wrap(List<Span> spans, int width, Line first, Line indent) {
    int used = Math.max(first.width(), indent.width());
    List<Line> rows = wrap(spans, width - used);
    List<Line> indented = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      indented.add((i == 0 ? first : indent).plus(rows.get(i)));
    }
    return indented;
  }

  /// Words with the spaces before them kept as words of their own; wide characters alone.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean space = false;
    for (String cluster : TextWidth.clusters(text)) {
      boolean isSpace = cluster.equals(" ");
      boolean isWide = TextWidth.of(cluster) > 1;
      if (!word.isEmpty() && (isSpace != space || isWide)) {
        words.add(word.toString());
        word.setLength(0);
      }
      word.append(cluster);
      space = isSpace;
      if (isWide) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /// The rows so far and the one being filled. A word made of several styles ("**bo**ld") may be
  /// split between its styles at a row's end: that reads well enough and keeps this simple.
  private static final class Rows {
    private final int width;
    private final List<Line> rows = new ArrayList<>();
    private List<Span> row = new ArrayList<>();
    private int used;

    Rows(int width) {
      this.width = width;
    }

    void add(String word, Style style) {
      int columns = TextWidth.of(word);
      boolean blank = word.isBlank();
      if (used + columns <= width) {
        put(word, style, columns);
      } else if (blank) {
        put(word.substring(0, Math.min(word.length(), width - used)), style, width - used);
      } else if (columns <= width) {
        breakRow();
        put(word, style, columns);
      } else {
        chop(word, style);
      }
    }

    private void chop(String word, Style style) {
      String rest = word;
      while (!rest.isEmpty()) {
        String part = Line.prefix(rest, width - used);
        if (part.isEmpty()) {
          breakRow();
          part = Line.prefix(rest, width);
          if (part.isEmpty()) {
            return;
          }
        }
        put(part, style, TextWidth.of(part));
        rest = rest.substring(part.length());
      }
    }

    private void put(String word, Style style, int columns) {
      row.add(new Span(word, style));
      used += columns;
    }

    void breakRow() {
      rows.add(trimmed(row));
      row = new ArrayList<>();
      used = 0;
    }

    List<Line> finish() {
      breakRow();
      return rows;
    }

    private static Line trimmed(List<Span> spans) {
      List<Span> kept = new ArrayList<>(spans);
      while (!kept.isEmpty() && kept.getLast().text().isBlank()) {
        kept.removeLast();
      }
      return new Line(kept);
    }
  }
}
