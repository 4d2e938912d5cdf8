package dev.wardroom.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Spans side by side on one row. Immutable.
public record Line(List<Span> spans) {
  public static final Line EMPTY = new Line(List.of());
  private static final String ELLIPSIS = "…";

  public Line {
    spans = Span.joined(spans);
  }

  public static Line of(Span... spans) {
    return new Line(List.of(spans));
  }

  public static Line of(String text, Style style) {
    return new Line(List.of(new Span(text, style)));
  }

  /// `width` times the same one-column character.
  public static Line rule(char character, int width, Style style) {
    return of(String.valueOf(character).repeat(Math.max(0, width)), style);
  }

  public int width() {
    return spans.stream().mapToInt(Span::width).sum();
  }

  /// The text without styles.
  public String plain() {
    StringBuilder text = new StringBuilder();
    spans.forEach(span -> text.append(span.text()));
    return text.toString();
  }

  public Line plus(Line other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return new Line(all);
  }

  public Line plus(Span span) {
    return plus(of(span));
  }

  /// At most `width` columns; what is cut off is told by an ellipsis.
  public Line cut(int width) {
    if (width() <= width) {
      return this;
    }
    if (width <= 0) {
      return EMPTY;
    }
    List<Span> kept = new ArrayList<>();
    int left = width - 1;
    Style last = Style.PLAIN;
    for (Span span : spans) {
      String part = prefix(span.text(), left);
      kept.add(new Span(part, span.style()));
      last = span.style();
      left -= TextWidth.of(part);
      if (part.length() < span.text().length()) {
        break;
      }
    }
    kept.add(new Span(ELLIPSIS, last));
    return new Line(kept);
  }

  /// Exactly `width` columns: cut, or filled with spaces.
  public Line fit(int width) {
    Line cut = cut(width);
    int missing = width - cut.width();
    return missing <= 0 ? cut : cut.plus(Span.plain(" ".repeat(missing)));
  }

  /// `right` set against the right edge; this line gives way when both do not fit.
  public Line spread(Line right, int width) {
    int room = width - right.width();
    if (room < 4) {
      return cut(width);
    }
    return cut(room - 1).fit(room).plus(right);
  }

  /// Every span with the style changed.
  public Line styled(java.util.function.UnaryOperator<Style> change) {
    return new Line(
        spans.stream().map(span -> new Span(span.text(), change.apply(span.style()))).toList());
  }

  /// The longest start of `text` that takes at most `width` columns.
  static String prefix(String text, int width) {
    int used = 0;
    for (int at = 0; at < text.length(); ) {
      int end = TextWidth.next(text, at);
      used += TextWidth.of(text.substring(at, end));
      if (used > width) {
        return text.substring(0, at);
      }
      at = end;
    }
    return text;
  }
}
