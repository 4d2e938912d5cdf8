package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.ConversationView;
import java.util.ArrayList;
import java.util.List;

/// Pages that lie over the messages: the switcher, what a search found, help and other texts.
final class OverlayDrawing {
  private OverlayDrawing() {}

  /// Exactly `height` rows, and the column of the cursor in the first row (-1: none).
  record Drawn(List<Line> rows, int cursorColumn) {}

  static Drawn switching(ChatState state, Mode.Switching mode, int width, int height) {
    String asked = "Switch to: ";
    Line head = Line.of(new Span(asked, Style.of(Ink.ACCENT).asBold()), Span.plain(mode.query()));
    List<Line> rows = new ArrayList<>(List.of(head, Line.rule('─', width, Style.FAINT)));
    List<ConversationView> found = ListDrawing.matching(state, mode.query());
    int room = height - 2;
    int first = Math.max(0, Math.min(mode.index() - room / 2, found.size() - room));
    for (int i = first; i < Math.min(found.size(), first + room); i++) {
      rows.add(ListDrawing.row(found.get(i), state, width, i == mode.index()));
    }
    if (found.isEmpty()) {
      rows.add(Line.of("  Nothing fits. Enter writes to @" + mode.query(), Style.FAINT));
    }
    return new Drawn(
        filled(rows, width, height), asked.length() + Span.plain(mode.query()).width());
  }

  static Drawn finding(Mode.Finding mode, int width, int height) {
    List<Line> rows = new ArrayList<>();
    rows.add(
        Line.of(
            new Span("Found: ", Style.of(Ink.ACCENT).asBold()),
            Span.plain(SafeText.line(mode.query())),
            Span.faint("  Enter goes there, Esc closes")));
    rows.add(Line.rule('─', width, Style.FAINT));
    int room = height - 2;
    int first = Math.max(0, Math.min(mode.index() - room / 2, mode.found().size() - room));
    for (int i = first; i < Math.min(mode.found().size(), first + room); i++) {
      Span bar = i == mode.index() ? new Span("▌", Style.of(Ink.ACCENT)) : Span.plain(" ");
      rows.add(Line.of(bar).plus(mode.found().get(i).line()).cut(width));
    }
    if (mode.found().isEmpty()) {
      rows.add(Line.of(" Nothing was found on this device.", Style.FAINT));
    }
    return new Drawn(filled(rows, width, height), -1);
  }

  static Drawn reading(Mode.Reading mode, int width, int height) {
    List<Line> rows = new ArrayList<>();
    rows.add(
        Line.of(
            new Span(mode.title(), Style.of(Ink.ACCENT).asBold()),
            Span.faint("  Esc closes, ↑ ↓ scroll")));
    rows.add(Line.rule('─', width, Style.FAINT));
    int room = Math.max(1, height - 2);
    int first = Math.clamp(mode.scroll(), 0, Math.max(0, mode.lines().size() - room));
    rows.addAll(mode.lines().subList(first, Math.min(mode.lines().size(), first + room)));
    return new Drawn(filled(rows, width, height), -1);
  }

  private static List<Line> filled(List<Line> rows, int width, int height) {
    List<Line> filled = new ArrayList<>();
    rows.subList(0, Math.min(rows.size(), height)).forEach(row -> filled.add(row.cut(width)));
    while (filled.size() < height) {
      filled.add(Line.EMPTY);
    }
    return filled;
  }
}
