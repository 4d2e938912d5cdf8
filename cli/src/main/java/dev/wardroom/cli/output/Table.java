package dev.wardroom.cli.output;

import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import java.util.ArrayList;
import java.util.List;

/// Rows in columns, as wide as their widest cell. Immutable: [#row] gives the next table.
public final class Table {
  private static final int GAP = 2;
  private final List<String> head;
  private final List<List<Span>> rows;

  private Table(List<String> head, List<List<Span>> rows) {
    this.head = head;
    this.rows = rows;
  }

  public static Table of(String... head) {
    return new Table(List.of(head), List.of());
  }

  /// One row more; the text is made safe.
  public Table row(Span... cells) {
    List<List<Span>> more = new ArrayList<>(rows);
    more.add(
        List.of(cells).stream()
            .map(cell -> new Span(SafeText.line(cell.text()), cell.style()))
            .toList());
    return new Table(head, more);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// The head and the rows.
  public List<Line> lines() {
    int[] widths = new int[head.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Span.plain(head.get(column)).width();
      for (List<Span> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).width());
      }
    }
    List<Line> lines = new ArrayList<>();
    lines.add(line(head.stream().map(Span::faint).toList(), widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private static Line line(List<Span> cells, int[] widths) {
    List<Span> spans = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      Span cell = cells.get(column);
      spans.add(cell);
      if (column + 1 < cells.size()) {
        spans.add(new Span(" ".repeat(widths[column] - cell.width() + GAP), Style.PLAIN));
      }
    }
    return new Line(spans);
  }
}
