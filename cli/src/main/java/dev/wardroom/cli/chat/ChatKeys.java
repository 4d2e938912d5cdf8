package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.draw.ChatDrawing;
import dev.wardroom.cli.chat.draw.ListDrawing;
import dev.wardroom.cli.chat.draw.PaneDrawing;
import dev.wardroom.cli.chat.input.Key;
import dev.wardroom.cli.chat.input.Key.Name;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Pane;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import java.util.List;
import java.util.Optional;

/// What each key does: a pure function from a state and a key to the next state and effects.
///
/// Keys that work everywhere come first, then those of the mode; in writing, those of the selected
/// message, then those of the composer ([WritingKeys]).
public final class ChatKeys {
  private static final int WHEEL_ROWS = 3;

  private ChatKeys() {}

  public static Step press(ChatState state, Key key) {
    if (state.mode() instanceof Mode.Asking asking) {
      return answer(state, asking, key);
    }
    Optional<Step> everywhere = everywhere(state, key);
    if (everywhere.isPresent()) {
      return everywhere.get();
    }
    return switch (state.mode()) {
      case Mode.Switching switching -> switching(state, switching, key);
      case Mode.Reading reading -> reading(state, reading, key);
      case Mode.Finding finding -> finding(state, finding, key);
      case Mode.Writing _ -> WritingKeys.press(state, key);
      case Mode.Asking asking -> answer(state, asking, key);
    };
  }

  private static Step answer(ChatState state, Mode.Asking asking, Key key) {
    ChatState closed = state.withMode(new Mode.Writing());
    boolean yes = key instanceof Key.Typed typed && typed.text().equalsIgnoreCase("y");
    return yes ? Step.of(closed, asking.yes()) : Step.of(closed);
  }

  private static Optional<Step> everywhere(ChatState state, Key key) {
    return switch (key) {
      case Key.Control control ->
          switch (control.letter()) {
            case 't', 'g' -> Optional.of(Step.of(state.withMode(new Mode.Switching("", 0))));
            case 'l' -> Optional.of(Step.of(state, new Effect.Redraw()));
            default -> Optional.empty();
          };
      case Key.Named named when named.name() == Name.F1 -> Optional.of(Step.of(help(state)));
      case Key.Named named when named.alt() && named.name() == Name.UP ->
          Optional.of(neighbour(state, -1));
      case Key.Named named when named.alt() && named.name() == Name.DOWN ->
          Optional.of(neighbour(state, 1));
      case Key.Alt alt when alt.text().equals("a") -> Optional.of(nextUnread(state));
      case Key.Clicked clicked -> click(state, clicked);
      default -> Optional.empty();
    };
  }

  static ChatState help(ChatState state) {
    return state.withMode(
        new Mode.Reading("Help", HelpPage.lines(ChatDrawing.paneColumns(state)), 0));
  }

  /// The conversation before or after the open one in the list.
  private static Step neighbour(ChatState state, int steps) {
    List<ConversationRef> all =
        state.conversations().stream().map(ConversationView::conversation).toList();
    if (all.isEmpty()) {
      return Step.of(state);
    }
    int at = state.open().map(all::indexOf).orElse(-1);
    return open(state, all.get(Math.clamp(at + steps, 0, all.size() - 1)));
  }

  private static Step nextUnread(ChatState state) {
    return state.conversations().stream()
        .filter(one -> one.unread() > 0 && !state.open().equals(Optional.of(one.conversation())))
        .findFirst()
        .map(one -> open(state, one.conversation()))
        .orElseGet(() -> Step.of(state));
  }

  static Step open(ChatState state, ConversationRef conversation) {
    return Step.of(
        state.withMode(new Mode.Writing()), new Effect.Open(conversation, Optional.empty()));
  }

  /// A click in the list opens the conversation there.
  private static Optional<Step> click(ChatState state, Key.Clicked clicked) {
    return ChatDrawing.conversationAt(state, clicked.row(), clicked.column())
        .map(one -> open(state, one.conversation()));
  }

  private static Step switching(ChatState state, Mode.Switching mode, Key key) {
    List<ConversationView> found = ListDrawing.matching(state, mode.query());
    return switch (key) {
      case Key.Typed typed ->
          Step.of(state.withMode(new Mode.Switching(mode.query() + typed.text(), 0)));
      case Key.Pasted pasted ->
          Step.of(
              state.withMode(
                  new Mode.Switching(mode.query() + pasted.text().replace('\n', ' '), 0)));
      case Key.Named named ->
          switch (named.name()) {
            case ESCAPE -> Step.of(state.withMode(new Mode.Writing()));
            case BACKSPACE -> Step.of(state.withMode(shortened(mode)));
            case UP -> Step.of(state.withMode(moved(mode, -1, found.size())));
            case DOWN, TAB -> Step.of(state.withMode(moved(mode, 1, found.size())));
            case ENTER -> chosen(state, mode, found);
            default -> Step.of(state);
          };
      case Key.Control control when control.letter() == 'c' ->
          Step.of(state.withMode(new Mode.Writing()));
      case Key.Control control when control.letter() == 'u' ->
          Step.of(state.withMode(new Mode.Switching("", 0)));
      default -> Step.of(state);
    };
  }

  private static Step chosen(ChatState state, Mode.Switching mode, List<ConversationView> found) {
    if (mode.index() < found.size()) {
      return open(state, found.get(mode.index()).conversation());
    }
    ChatState closed = state.withMode(new Mode.Writing());
    String username = mode.query().strip();
    return username.isEmpty() ? Step.of(closed) : Step.of(closed, new Effect.OpenDirect(username));
  }

  private static Mode shortened(Mode.Switching mode) {
    String query = mode.query();
    int end = query.isEmpty() ? 0 : query.offsetByCodePoints(query.length(), -1);
    return new Mode.Switching(query.substring(0, end), 0);
  }

  private static Mode moved(Mode.Switching mode, int steps, int count) {
    return new Mode.Switching(
        mode.query(), count == 0 ? 0 : Math.floorMod(mode.index() + steps, count));
  }

  private static Step reading(ChatState state, Mode.Reading mode, Key key) {
    int page = ChatDrawing.messageRows(state) - 3;
    int last = Math.max(0, mode.lines().size() - ChatDrawing.messageRows(state) + 2);
    int scroll =
        switch (key) {
          case Key.Wheel wheel -> mode.scroll() + (wheel.up() ? -WHEEL_ROWS : WHEEL_ROWS);
          case Key.Named named ->
              switch (named.name()) {
                case UP -> mode.scroll() - 1;
                case DOWN -> mode.scroll() + 1;
                case PAGE_UP -> mode.scroll() - page;
                case PAGE_DOWN -> mode.scroll() + page;
                case HOME -> 0;
                case END -> last;
                default -> -1;
              };
          case Key.Focus _ -> mode.scroll();
          default -> -1;
        };
    boolean moves = scroll >= 0 || key instanceof Key.Wheel || isUp(key);
    return moves
        ? Step.of(
            state.withMode(
                new Mode.Reading(mode.title(), mode.lines(), Math.clamp(scroll, 0, last))))
        : Step.of(state.withMode(new Mode.Writing()));
  }

  private static boolean isUp(Key key) {
    return key instanceof Key.Named named
        && (named.name() == Name.UP || named.name() == Name.PAGE_UP);
  }

  private static Step finding(ChatState state, Mode.Finding mode, Key key) {
    int count = mode.found().size();
    if (!(key instanceof Key.Named named)) {
      return key instanceof Key.Typed || key instanceof Key.Control
          ? Step.of(state.withMode(new Mode.Writing()))
          : Step.of(state);
    }
    return switch (named.name()) {
      case UP -> Step.of(state.withMode(at(mode, mode.index() - 1, count)));
      case DOWN -> Step.of(state.withMode(at(mode, mode.index() + 1, count)));
      case ENTER ->
          count == 0
              ? Step.of(state.withMode(new Mode.Writing()))
              : Step.of(state.withMode(new Mode.Writing()), mode.found().get(mode.index()).open());
      default -> Step.of(state.withMode(new Mode.Writing()));
    };
  }

  private static Mode at(Mode.Finding mode, int index, int count) {
    return new Mode.Finding(
        mode.query(), mode.found(), Math.clamp(index, 0, Math.max(0, count - 1)));
  }

  /// Scrolls up (positive) or down; asks for older messages when the top is near.
  static Step scroll(ChatState state, int rows) {
    Pane pane = state.pane();
    int max = Math.max(0, PaneDrawing.height(state) - ChatDrawing.messageRows(state));
    ChatState next =
        state.withPane(pane.withScroll(Math.clamp((long) pane.scroll() + rows, 0, max)));
    boolean nearTop = rows > 0 && next.pane().scroll() >= max - 2;
    if (nearTop && pane.moreAbove() && !pane.messages().isEmpty() && state.open().isPresent()) {
      return Step.of(
          next, new Effect.LoadOlder(state.open().get(), pane.messages().getFirst().message()));
    }
    return Step.of(next);
  }
}
