package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.MessageView;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The messages of a conversation as rows, with days, the unread line and the selected message.
public final class PaneDrawing {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_OF_YEAR =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.ENGLISH);

  private static final int CHUNK = 32;

  private PaneDrawing() {}

  /// Exactly `height` rows: the part of the messages that the scroll position shows, the newest at
  /// the bottom.
  static List<Line> rows(ChatState state, int width, int height) {
    List<Line> all = newest(state, width, height + state.pane().scroll());
    int hidden = Math.min(state.pane().scroll(), Math.max(0, all.size() - height));
    int end = all.size() - hidden;
    List<Line> seen = all.subList(Math.max(0, end - height), end);
    List<Line> rows = new ArrayList<>();
    for (int i = seen.size(); i < height; i++) {
      rows.add(Line.EMPTY);
    }
    rows.addAll(seen);
    if (hidden > 0 && !rows.isEmpty()) {
      rows.set(
          rows.size() - 1,
          Line.of("↓ " + hidden + " more rows, End goes down", Style.of(Ink.ACCENT)));
    }
    return rows;
  }

  /// How many rows all loaded messages take: what scrolling is counted in.
  public static int height(ChatState state) {
    return newest(state, ChatDrawing.Areas.of(state).paneWidth(), Integer.MAX_VALUE).size();
  }

  /// The scroll position that shows the selected message.
  public static int scrollToSelected(ChatState state) {
    ChatDrawing.Areas areas = ChatDrawing.Areas.of(state);
    Optional<MessageView> selected = state.pane().selectedMessage();
    if (selected.isEmpty()) {
      return state.pane().scroll();
    }
    int total = height(state);
    int[] place = place(state, selected.get(), areas.paneWidth());
    int height = ChatDrawing.messageRows(state);
    int fromBottom = total - place[1];
    int top = total - place[0];
    int scroll = state.pane().scroll();
    if (fromBottom < scroll) {
      return fromBottom;
    }
    return top > scroll + height ? top - height : scroll;
  }

  /// First row of the message and the row after its last.
  private static int[] place(ChatState state, MessageView wanted, int width) {
    List<Line> rows = new ArrayList<>();
    Building building = new Building(state, width, rows);
    int[] place = {0, 0};
    if (state.pane().moreAbove()) {
      rows.add(Line.EMPTY);
    }
    for (MessageView message : state.pane().messages()) {
      building.before(message);
      int start = rows.size();
      building.message(message);
      if (message.message().equals(wanted.message())) {
        place[0] = start;
        place[1] = rows.size();
      }
    }
    return place;
  }

  /// At least the lowest `wanted` rows, or all that there are: what is far above need not be drawn
  /// at each key.
  private static List<Line> newest(ChatState state, int width, int wanted) {
    List<MessageView> messages = state.pane().messages();
    if (messages.isEmpty()) {
      return state.open().isPresent()
          ? List.of(Line.of(" Nothing written yet.", Style.FAINT), Line.EMPTY)
          : List.of();
    }
    int first = messages.size();
    List<Line> rows = new ArrayList<>();
    while (first > 0 && rows.size() < wanted) {
      int from = wanted == Integer.MAX_VALUE ? 0 : Math.max(0, first - CHUNK);
      List<Line> chunk = new ArrayList<>();
      Building building = new Building(state, width, chunk);
      if (from > 0) {
        building.previous = Optional.of(messages.get(from - 1));
      } else if (state.pane().moreAbove()) {
        chunk.add(Line.of(" ↑ older messages: PgUp", Style.FAINT));
      }
      for (MessageView message : messages.subList(from, first)) {
        building.before(message);
        building.message(message);
      }
      chunk.addAll(rows);
      rows = chunk;
      first = from;
    }
    return rows;
  }

  /// The rows so far and the message before. Used by one thread, once.
  private static final class Building {
    private final ChatState state;
    private final int width;
    private final List<Line> rows;
    private final MessageDrawing drawing;
    private Optional<MessageView> previous = Optional.empty();

    Building(ChatState state, int width, List<Line> rows) {
      this.state = state;
      this.width = width;
      this.rows = rows;
      this.drawing =
          new MessageDrawing(
              state.now(),
              state.zone(),
              width - 1,
              state.conversation().map(ConversationView::members).orElse(List.of()));
    }

    /// The day, the unread line and the space that stand above a message.
    void before(MessageView message) {
      LocalDate day = day(message, state.zone());
      boolean newDay = previous.isEmpty() || !day(previous.get(), state.zone()).equals(day);
      if (newDay) {
        rows.add(separator(dayWords(day), Style.FAINT));
      }
      boolean unread = state.pane().unreadFrom().filter(message.message()::equals).isPresent();
      if (unread) {
        rows.add(separator("new", Style.of(Ink.MENTION)));
      }
      if (!newDay && !unread && !isFollowing(message)) {
        rows.add(Line.EMPTY);
      }
    }

    void message(MessageView message) {
      boolean unread = state.pane().unreadFrom().filter(message.message()::equals).isPresent();
      boolean selected = state.pane().selected().filter(message.message()::equals).isPresent();
      Span margin = selected ? new Span("▌", Style.of(Ink.ACCENT)) : Span.plain(" ");
      drawing.rows(message, unread || !isFollowing(message)).stream()
          .map(row -> Line.of(margin).plus(row))
          .forEach(rows::add);
      previous = Optional.of(message);
    }

    private boolean isFollowing(MessageView message) {
      return previous
          .filter(before -> MessageDrawing.follows(before, message, state.zone()))
          .isPresent();
    }

    private Line separator(String words, Style style) {
      int left = Math.max(1, (width - words.length() - 2) / 2);
      int right = Math.max(1, width - words.length() - 2 - left);
      return Line.rule('─', left, style)
          .plus(new Span(" " + words + " ", style))
          .plus(Line.rule('─', right, style));
    }

    private String dayWords(LocalDate day) {
      LocalDate today = state.now().atZone(state.zone()).toLocalDate();
      if (day.equals(today)) {
        return "Today";
      }
      if (day.equals(today.minusDays(1))) {
        return "Yesterday";
      }
      return (day.getYear() == today.getYear() ? DAY : DAY_OF_YEAR).format(day);
    }

    private static LocalDate day(MessageView message, ZoneId zone) {
      return message.acceptedAt().orElse(message.sentAt()).atZone(zone).toLocalDate();
    }
  }
}
