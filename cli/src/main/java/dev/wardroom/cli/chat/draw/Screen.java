package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.text.Line;
import java.util.ArrayList;
import java.util.List;

/// A whole screen: rows of parts, each part at its column, and the cursor. Immutable.
///
/// The painter sets the column before each part, so that a text that a terminal measures
/// differently cannot push its neighbours aside.
///
/// @param cursorRow -1 hides the cursor
public record Screen(List<Row> rows, int cursorRow, int cursorColumn) {
  public Screen {
    rows = List.copyOf(rows);
  }

  /// Lines that begin at certain columns, from left to right.
  public record Row(List<Part> parts) {
    public Row {
      parts = List.copyOf(parts);
    }

    public static Row of(Line line) {
      return new Row(List.of(new Part(0, line)));
    }

    /// The row without styles, as it looks on a terminal that measures as we do.
    public String plain() {
      StringBuilder text = new StringBuilder();
      int column = 0;
      for (Part part : parts) {
        text.append(" ".repeat(Math.max(0, part.column() - column)));
        text.append(part.line().plain());
        column = part.column() + part.line().width();
      }
      return text.toString().stripTrailing();
    }
  }

  /// A line at a column, counted from 0.
  public record Part(int column, Line line) {}

  /// The rows of `left` and `right` side by side, `right` at `column`, a rule between them.
  static List<Row> beside(List<Line> left, List<Line> right, int column, Line rule) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      rows.add(
          new Row(
              List.of(
                  new Part(0, i < left.size() ? left.get(i) : Line.EMPTY),
                  new Part(column - 1, rule),
                  new Part(column, i < right.size() ? right.get(i) : Line.EMPTY))));
    }
    return rows;
  }

  /// The screen without styles, one string a row.
  public List<String> plain() {
    return rows.stream().map(Row::plain).toList();
  }
}
