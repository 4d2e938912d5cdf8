package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.chat.draw.Screen.Row;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.output.Durations;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.ConversationView.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The whole screen of the messenger.
///
/// ```
/// ┌ conversations ┬ title, people, timers ───────┐   narrower than 64 columns the list is left out
/// │               │ messages                     │   (the switcher shows it)
/// │               │ notices, transfers           │
/// │               │── answering, who is writing ─│
/// │               │› text                        │
/// └ connection ───┴──────────────────── keys ────┘
/// ```
public final class ChatDrawing {
  static final int WIDE_COLUMNS = 64;
  private static final int LIST_COLUMNS_MAX = 30;
  private static final int LIST_COLUMNS_MIN = 18;
  private static final Line SEPARATOR = Line.of("│", Style.FAINT);

  private ChatDrawing() {}

  /// Columns of the list (0 = left out) and of the pane.
  record Areas(int listWidth, int paneWidth) {
    static Areas of(ChatState state) {
      if (state.columns() < WIDE_COLUMNS) {
        return new Areas(0, state.columns());
      }
      int list = Math.clamp(state.columns() / 4, LIST_COLUMNS_MIN, LIST_COLUMNS_MAX);
      return new Areas(list, state.columns() - list - 1);
    }
  }

  public static Screen screen(ChatState state) {
    Areas areas = Areas.of(state);
    int width = areas.paneWidth();
    ComposerDrawing.Drawn composer = ComposerDrawing.draw(state, width);
    int bodyRows = Math.max(1, state.rows() - 2 - composer.rows().size());
    List<Line> pane = new ArrayList<>();
    pane.add(header(state, width));
    int cursorRow = 1 + bodyRows + composer.cursorRow();
    int cursorColumn = composer.cursorColumn();
    switch (state.mode()) {
      case Mode.Writing _ -> pane.addAll(PaneDrawing.rows(state, width, bodyRows));
      case Mode.Asking _ -> pane.addAll(PaneDrawing.rows(state, width, bodyRows));
      case Mode.Switching mode -> {
        OverlayDrawing.Drawn drawn = OverlayDrawing.switching(state, mode, width, bodyRows);
        pane.addAll(drawn.rows());
        cursorRow = 1;
        cursorColumn = drawn.cursorColumn();
      }
      case Mode.Reading mode -> pane.addAll(OverlayDrawing.reading(mode, width, bodyRows).rows());
      case Mode.Finding mode -> pane.addAll(OverlayDrawing.finding(mode, width, bodyRows).rows());
    }
    pane.addAll(composer.rows());
    return assembled(state, areas, pane, cursorRow, cursorColumn);
  }

  /// Columns that the messages have on this screen.
  public static int paneColumns(ChatState state) {
    return Areas.of(state).paneWidth();
  }

  /// Rows that the messages have on this screen.
  public static int messageRows(ChatState state) {
    int width = Areas.of(state).paneWidth();
    return Math.max(1, state.rows() - 2 - ComposerDrawing.draw(state, width).rows().size());
  }

  /// The conversation of the list that is drawn at that row and column.
  public static Optional<ConversationView> conversationAt(ChatState state, int row, int column) {
    int width = Areas.of(state).listWidth();
    int index = ListDrawing.first(state, state.rows() - 2) + row - 1;
    boolean inList = column < width && row >= 1 && index < state.conversations().size();
    return inList ? Optional.of(state.conversations().get(index)) : Optional.empty();
  }

  private static Screen assembled(
      ChatState state, Areas areas, List<Line> pane, int cursorRow, int cursorColumn) {
    int height = state.rows() - 1;
    List<Line> shown =
        pane.size() > height ? pane.subList(pane.size() - height, pane.size()) : pane;
    int lost = pane.size() - shown.size();
    List<Row> rows = new ArrayList<>();
    if (areas.listWidth() == 0) {
      shown.forEach(line -> rows.add(Row.of(line.cut(areas.paneWidth()))));
    } else {
      List<Line> list = new ArrayList<>();
      list.add(Line.of(" Conversations", Style.FAINT).fit(areas.listWidth()));
      list.addAll(ListDrawing.rows(state, areas.listWidth(), height - 1));
      rows.addAll(Screen.beside(list, shown, areas.listWidth() + 1, SEPARATOR));
    }
    rows.add(Row.of(status(state)));
    int offset = areas.listWidth() == 0 ? 0 : areas.listWidth() + 1;
    return new Screen(rows, cursorRow - lost, offset + cursorColumn);
  }

  private static Line header(ChatState state, int width) {
    if (state.conversation().isEmpty()) {
      return Line.of(" Wardroom", Style.of(Ink.ACCENT).asBold()).cut(width);
    }
    ConversationView one = state.conversation().get();
    Line title = Line.of(" " + SafeText.line(one.title()), Style.of(Ink.ACCENT).asBold());
    return title.plus(new Line(details(one))).cut(width);
  }

  private static List<Span> details(ConversationView one) {
    List<Span> details = new ArrayList<>();
    switch (one.kind()) {
      case DIRECT ->
          one.members().stream()
              .map(MemberView::person)
              .filter(person -> !person.self())
              .findFirst()
              .ifPresent(person -> {
                if (person.rootChanged()) {
                  details.add(new Span("  safety number changed: /verify", Style.of(Ink.DANGER)));
                } else {
                  details.add(
                      person.verified()
                          ? new Span("  ✓ verified", Style.of(Ink.GOOD))
                          : Span.faint("  @" + person.username()));
                }
              });
      case GROUP, ROOM -> details.add(Span.faint("  " + one.members().size() + " people"));
      case NOTES -> details.add(Span.faint("  only you"));
    }
    if (one.defaultTtlSeconds() > 0) {
      details.add(new Span("  ⏳ " + words(one.defaultTtlSeconds()), Style.of(Ink.WARNING)));
    }
    if (one.defaultBurnSeconds() > 0) {
      details.add(new Span("  🔥 " + words(one.defaultBurnSeconds()), Style.of(Ink.WARNING)));
    }
    if (one.retained()) {
      details.add(new Span("  archived", Style.of(Ink.WARNING)));
    }
    if (one.forked()) {
      details.add(new Span("  the server shows two histories", Style.of(Ink.DANGER)));
    }
    return details;
  }

  private static String words(int seconds) {
    return Durations.words(Duration.ofSeconds(seconds));
  }

  private static Line status(ChatState state) {
    if (state.mode() instanceof Mode.Asking asking) {
      return Line.of(
              new Span(" " + SafeText.line(asking.question()), Style.of(Ink.WARNING).asBold()),
              Span.plain(" y = yes, any other key = no"))
          .cut(state.columns());
    }
    List<Span> left = new ArrayList<>();
    left.add(connection(state));
    if (state.news().waiting() > 0) {
      left.add(Span.faint("  " + state.news().waiting() + " waiting"));
    }
    int unread = state.unreadElsewhere();
    if (unread > 0) {
      left.add(new Span("  " + unread + " unread", Style.of(Ink.ACCENT)));
    }
    String keys =
        state.columns() < WIDE_COLUMNS ? "^T list  F1 help " : "^T switch  ^O select  F1 help ";
    Line hints = Line.of(keys, Style.FAINT);
    return new Line(left).spread(hints, state.columns());
  }

  private static Span connection(ChatState state) {
    return switch (state.news().connection()) {
      case ONLINE -> new Span(" ● online", Style.of(Ink.GOOD));
      case CATCHING_UP -> new Span(" ◐ catching up", Style.of(Ink.WARNING));
      case CONNECTING -> new Span(" ◌ connecting", Style.of(Ink.WARNING));
      case OFFLINE -> new Span(" ○ offline", Style.of(Ink.DANGER));
    };
  }
}
