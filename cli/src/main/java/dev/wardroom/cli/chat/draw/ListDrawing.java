package dev.wardroom.cli.chat.draw;

import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Conversations as a list: beside the messages on a wide terminal, over them when another is
/// chosen.
public final class ListDrawing {
  private ListDrawing() {}

  /// Exactly `height` rows; the open conversation stays in sight.
  static List<Line> rows(ChatState state, int width, int height) {
    List<ConversationView> all = state.conversations();
    int first = first(state, height);
    List<Line> rows = new ArrayList<>();
    for (int i = first; i < Math.min(all.size(), first + height); i++) {
      boolean open = state.open().equals(Optional.of(all.get(i).conversation()));
      rows.add(row(all.get(i), state, width, open));
    }
    while (rows.size() < height) {
      rows.add(Line.EMPTY);
    }
    return rows;
  }

  /// The first conversation that is in sight.
  static int first(ChatState state, int height) {
    List<ConversationRef> all =
        state.conversations().stream().map(ConversationView::conversation).toList();
    int open = state.open().map(all::indexOf).orElse(0);
    return Math.max(0, Math.min(open - height / 2, all.size() - height));
  }

  /// One conversation: a bar when it is open, its title, and what is unread.
  static Line row(ConversationView one, ChatState state, int width, boolean open) {
    boolean muted = one.mutedUntil().filter(until -> until.isAfter(state.now())).isPresent();
    Style style = Style.PLAIN;
    if (one.unread() > 0 && !muted) {
      style = style.asBold();
    } else if (muted || one.left()) {
      style = Style.FAINT;
    }
    String pin = one.pinned() ? "^" : " ";
    Line title =
        Line.of(
            open ? new Span("▌", Style.of(Ink.ACCENT)) : Span.plain(" "),
            Span.faint(pin),
            new Span(sign(one), Style.FAINT),
            new Span(SafeText.line(one.title()), style));
    return title.spread(badge(one, muted), width);
  }

  private static String sign(ConversationView one) {
    return switch (one.kind()) {
      case DIRECT -> "";
      case GROUP, ROOM -> "#";
      case NOTES -> "~";
    };
  }

  private static Line badge(ConversationView one, boolean muted) {
    if (one.unread() == 0) {
      return Line.of(" ", Style.PLAIN);
    }
    String count = (one.mentioned() ? "@" : "") + Math.min(999, one.unread());
    Ink ink = muted ? Ink.FAINT : one.mentioned() ? Ink.MENTION : Ink.ACCENT;
    return Line.of(count + " ", Style.of(ink).asBold());
  }

  /// Conversations whose title or people contain every word of the query, best first as the list
  /// is.
  public static List<ConversationView> matching(ChatState state, String query) {
    String[] words = query.toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
    return state.conversations().stream().filter(one -> matches(one, words)).toList();
  }

  private static boolean matches(ConversationView one, String[] words) {
    StringBuilder text = new StringBuilder(one.title()).append(' ');
    if (one.members().size() <= 10) {
      one.members()
          .forEach(member ->
              text.append(member.person().username())
                  .append(' ')
                  .append(member.person().name())
                  .append(' '));
    }
    String whole = text.toString().toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (!whole.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
