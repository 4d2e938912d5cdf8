package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.input.SlashCommand;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.cli.text.Wrapping;
import java.util.ArrayList;
import java.util.List;

/// The page that F1 shows: keys, then commands.
final class HelpPage {
  private static final int KEY_COLUMNS = 21;
  private static final int BESIDE_COLUMNS = 54;
  private static final List<List<String>> KEYS =
      List.of(
          List.of("Enter", "send"),
          List.of("Alt-Enter, Ctrl-J", "new line"),
          List.of("Tab", "complete @names, /commands, :emoji:, paths"),
          List.of("Up", "change your last message"),
          List.of("Ctrl-P, Ctrl-N", "what you wrote before"),
          List.of("Ctrl-T", "switch to another conversation, or write to a person"),
          List.of("Alt-Up, Alt-Down", "conversation above, below"),
          List.of("Alt-A", "next unread conversation"),
          List.of("PgUp, PgDn, wheel", "scroll; End goes to the newest"),
          List.of("Ctrl-O, Shift-Up", "select a message"),
          List.of("", "then: r reply, + react, e edit, x recall, d delete,"),
          List.of("", "s save file, * star, c copy, Enter to the quoted one"),
          List.of("Esc", "close, or let notices go"),
          List.of("Ctrl-L", "draw again"),
          List.of("Ctrl-D, /quit", "leave"));

  private HelpPage() {}

  /// The page for that many columns; on a narrow terminal each meaning stands below its key.
  static List<Line> lines(int width) {
    List<Line> lines = new ArrayList<>();
    lines.add(heading("Keys"));
    KEYS.forEach(key -> lines.addAll(rows(key.get(0), key.get(1), width)));
    lines.add(Line.EMPTY);
    lines.add(heading("Commands"));
    SlashCommand.ALL.forEach(command ->
        lines.addAll(
            rows(
                ("/" + command.name() + " " + command.arguments()).strip(),
                command.help(),
                width)));
    lines.add(Line.EMPTY);
    lines.add(heading("Signs"));
    lines.addAll(rows("○ ✓ ✓✓", "waiting, at the server, read (by how many)", width));
    lines.addAll(rows("⏳ 59m", "goes in this time", width));
    lines.addAll(rows("🔥 10s", "goes this long after it was read", width));
    lines.add(Line.EMPTY);
    lines.add(Line.of(" Markdown: **bold** *italic* `code` > quote - list", Style.FAINT));
    return lines;
  }

  private static List<Line> rows(String key, String words, int width) {
    boolean beside = width >= BESIDE_COLUMNS;
    Line first = beside ? head(key) : Line.of("    ", Style.PLAIN);
    Line indent = Line.of(beside ? " ".repeat(KEY_COLUMNS + 2) : "    ", Style.PLAIN);
    List<Line> wrapped = Wrapping.wrap(List.of(Span.plain(words)), width, first, indent);
    if (beside || key.isEmpty()) {
      return wrapped;
    }
    List<Line> rows = new ArrayList<>(List.of(Line.of("  " + key, Style.BOLD)));
    rows.addAll(wrapped);
    return rows;
  }

  private static Line head(String key) {
    return Line.of("  " + key, Style.BOLD).fit(KEY_COLUMNS + 2);
  }

  private static Line heading(String words) {
    return Line.of(" " + words, Style.of(Ink.ACCENT).asBold());
  }
}
