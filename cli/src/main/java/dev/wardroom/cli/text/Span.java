package dev.wardroom.cli.text;

import java.util.ArrayList;
import java.util.List;

/// A run of text in one style, without line breaks. Immutable.
public record Span(String text, Style style) {
  public static Span plain(String text) {
    return new Span(text, Style.PLAIN);
  }

  public static Span faint(String text) {
    return new Span(text, Style.FAINT);
  }

  public int width() {
    return TextWidth.of(text);
  }

  /// `spans` with neighbours of the same style joined and empty ones left out.
  static List<Span> joined(List<Span> spans) {
    List<Span> joined = new ArrayList<>(spans.size());
    for (Span span : spans) {
      if (span.text().isEmpty()) {
        continue;
      }
      if (!joined.isEmpty() && joined.getLast().style().equals(span.style())) {
        Span last = joined.removeLast();
        joined.add(new Span(last.text() + span.text(), span.style()));
      } else {
        joined.add(span);
      }
    }
    return List.copyOf(joined);
  }
}
