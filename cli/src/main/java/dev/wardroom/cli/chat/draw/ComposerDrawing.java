package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.chat.input.Completion.Candidate;
import dev.wardroom.cli.chat.input.Composer;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Composition;
import dev.wardroom.cli.chat.state.Notice;
import dev.wardroom.cli.chat.state.Transfer;
import dev.wardroom.cli.output.Durations;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.output.ProgressBar;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.MarkdownDrawing;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.cli.text.TextWidth;
import dev.wardroom.cli.text.Wrapping;
import dev.wardroom.client.view.MessageView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands below the messages: notices, transfers, completions, the rule with what is answered
/// or who is writing, and the text being written.
final class ComposerDrawing {
  private static final int TEXT_ROWS_MAX = 6;
  private static final int NOTICE_ROWS_MAX = 3;
  private static final String PROMPT = "› ";

  private ComposerDrawing() {}

  /// @param cursorRow row of the cursor within `rows`
  record Drawn(List<Line> rows, int cursorRow, int cursorColumn) {}

  static Drawn draw(ChatState state, int width) {
    List<Line> rows = new ArrayList<>();
    rows.addAll(notices(state, width));
    rows.addAll(transfers(state, width));
    rows.addAll(candidates(state.draft(), width));
    rows.add(rule(state, width));
    Text text = text(state.draft().composer(), width - PROMPT.length() - 1);
    int above = rows.size();
    for (int i = 0; i < text.rows().size(); i++) {
      Span prompt = i == 0 && text.first() == 0 ? promptOf(state) : Span.plain("  ");
      rows.add(Line.of(prompt, Span.plain(text.rows().get(i))).cut(width));
    }
    if (state.draft().composer().isEmpty()) {
      rows.set(above, Line.of(promptOf(state), Span.faint(hint(state))).cut(width));
    }
    return new Drawn(rows, above + text.cursorRow(), PROMPT.length() + text.cursorColumn());
  }

  private static Span promptOf(ChatState state) {
    return new Span(PROMPT, Style.of(state.open().isPresent() ? Ink.ACCENT : Ink.FAINT).asBold());
  }

  private static String hint(ChatState state) {
    if (state.pane().selected().isPresent()) {
      return "r reply  + react  e edit  x recall  d delete  s save";
    }
    if (state.open().isEmpty()) {
      return "/to USER writes to somebody, /room TITLE makes a room";
    }
    return state.conversation().filter(one -> one.left()).isPresent()
        ? "you left: reading only"
        : "Write a message";
  }

  private static List<Line> notices(ChatState state, int width) {
    List<Line> rows = new ArrayList<>();
    for (Notice notice : state.news().notices()) {
      List<Line> wrapped =
          Wrapping.wrap(
              List.of(new Span(SafeText.line(notice.text()), Style.of(notice.ink()))),
              width,
              Line.of("● ", Style.of(notice.ink())),
              Line.of("  ", Style.PLAIN));
      rows.addAll(wrapped.subList(0, Math.min(NOTICE_ROWS_MAX, wrapped.size())));
    }
    return rows;
  }

  private static List<Line> transfers(ChatState state, int width) {
    List<Line> rows = new ArrayList<>();
    for (Transfer transfer : state.news().transfers()) {
      int bar = Math.clamp(width / 4, 6, 24);
      Line words = Line.of(SafeText.line(transfer.step()), Style.PLAIN).cut(width - bar - 8);
      if (transfer.total() > 0) {
        long percent = Math.min(100, 100 * transfer.done() / transfer.total());
        words =
            words
                .plus(Span.plain("  "))
                .plus(ProgressBar.bar(transfer.done(), transfer.total(), bar))
                .plus(Span.plain(" " + percent + " %"));
      }
      rows.add(words);
    }
    return rows;
  }

  private static List<Line> candidates(Composition draft, int width) {
    List<Line> rows = new ArrayList<>();
    for (int i = 0; i < draft.candidates().size(); i++) {
      Candidate one = draft.candidates().get(i);
      boolean chosen = i == draft.chosen();
      Style style = chosen ? Style.of(Ink.ACCENT).asBold() : Style.PLAIN;
      rows.add(
          Line.of(
                  new Span(chosen ? "▌ " : "  ", Style.of(Ink.ACCENT)),
                  new Span(SafeText.line(one.shown()), style),
                  Span.faint("  " + SafeText.line(one.note())))
              .cut(width));
    }
    return rows;
  }

  /// The rule above the text says what the text will do, or who else is writing.
  private static Line rule(ChatState state, int width) {
    Line words = context(state).orElseGet(() -> typing(state));
    if (words.width() == 0) {
      return Line.rule('─', width, Style.FAINT);
    }
    Line begin = Line.of("── ", Style.FAINT).plus(words.cut(width - 8)).plus(Span.plain(" "));
    return begin.plus(Line.rule('─', width - begin.width(), Style.FAINT));
  }

  private static Optional<Line> context(ChatState state) {
    Composition draft = state.draft();
    List<Span> spans = new ArrayList<>();
    draft.editing().ifPresent(_ -> spans.add(new Span("✎ editing, Esc ends", accent())));
    draft.replyTo().ifPresent(message -> spans.addAll(reply(message)));
    draft.ttlSeconds().ifPresent(seconds -> spans.add(new Span(" ⏳ " + words(seconds), accent())));
    draft
        .burnSeconds()
        .ifPresent(seconds -> spans.add(new Span(" 🔥 " + words(seconds), accent())));
    return spans.isEmpty() ? Optional.empty() : Optional.of(new Line(spans));
  }

  private static List<Span> reply(MessageView message) {
    String words =
        message
            .file()
            .map(MessageLines::fileWords)
            .orElseGet(() -> MarkdownDrawing.plain(SafeText.lines(message.text())));
    return List.of(
        new Span("↩ ", accent()), MessageDrawing.name(message.from()), Span.faint("  " + words));
  }

  private static String words(int seconds) {
    return Durations.words(Duration.ofSeconds(seconds));
  }

  private static Style accent() {
    return Style.of(Ink.ACCENT);
  }

  private static Line typing(ChatState state) {
    List<String> names =
        state.news().typing().stream().map(one -> SafeText.line(one.name())).toList();
    if (names.isEmpty()) {
      return Line.EMPTY;
    }
    String words =
        switch (names.size()) {
          case 1 -> names.getFirst() + " is writing…";
          case 2 -> names.get(0) + " and " + names.get(1) + " are writing…";
          default -> names.size() + " people are writing…";
        };
    return Line.of(words, Style.FAINT.asItalic());
  }

  /// The rows that are shown of the text, the first of them, and the cursor among them.
  private record Text(List<String> rows, int first, int cursorRow, int cursorColumn) {}

  /// Breaks the text at the width only, not at words, so that the cursor never jumps while a word
  /// is typed.
  private static Text text(Composer composer, int width) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    int used = 0;
    int cursorRow = 0;
    int cursorColumn = 0;
    String text = composer.text();
    for (int at = 0; at <= text.length(); ) {
      if (at == composer.cursor()) {
        cursorRow = rows.size();
        cursorColumn = used;
      }
      if (at == text.length()) {
        break;
      }
      int next = TextWidth.next(text, at);
      String cluster = text.substring(at, next);
      int columns = TextWidth.of(cluster);
      if (cluster.equals("\n") || used + columns > width) {
        rows.add(row.toString());
        row.setLength(0);
        used = 0;
        if (!cluster.equals("\n") && at == composer.cursor()) {
          cursorRow = rows.size();
          cursorColumn = 0;
        }
      }
      if (!cluster.equals("\n")) {
        row.append(SafeText.line(cluster));
        used += columns;
      }
      at = next;
    }
    rows.add(row.toString());
    int first = Math.max(0, Math.min(cursorRow - TEXT_ROWS_MAX + 1, rows.size() - TEXT_ROWS_MAX));
    first = Math.min(first, cursorRow);
    int end = Math.min(rows.size(), first + TEXT_ROWS_MAX);
    return new Text(rows.subList(first, end), first, cursorRow - first, cursorColumn);
  }
}
