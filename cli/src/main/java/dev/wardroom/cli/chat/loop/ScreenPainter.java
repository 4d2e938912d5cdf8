package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.draw.Screen;
import dev.wardroom.cli.chat.draw.Screen.Part;
import dev.wardroom.cli.chat.draw.Screen.Row;
import dev.wardroom.cli.text.Ansi;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/// Puts screens on the terminal: only rows that changed, each part at its own column, all within
/// one synchronized update so that nothing flickers. Used by the loop's thread; [#close] by any,
/// once.
final class ScreenPainter implements AutoCloseable {
  private static final String ENTER =
      "\u001B[?1049h" // the other screen: the shell's lines stay untouched
          + "\u001B[?7l" // no wrapping: a wrongly measured row must not push the next one
          + "\u001B[?2004h" // pasted text comes marked
          + "\u001B[?1004h" // tell when the window gets or loses the keyboard
          + "\u001B[>1u"; // tell Shift-Enter from Enter, where the terminal can
  private static final String MOUSE_ON = "\u001B[?1000h\u001B[?1006h";
  private static final String LEAVE =
      "\u001B[<u\u001B[?1006l\u001B[?1000l\u001B[?1004l\u001B[?2004l\u001B[?7h"
          + "\u001B[?25h\u001B[?1049l";
  private static final String UPDATE_BEGIN = "\u001B[?2026h\u001B[?25l";
  private static final String UPDATE_END = "\u001B[?2026l";

  private final Terminal terminal;
  private final PrintWriter out;
  private final Ansi ansi;
  private final Attributes before;
  private List<String> painted = List.of();
  private boolean closed;

  ScreenPainter(Terminal terminal, Ansi ansi, boolean mouse) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.ansi = ansi;
    this.before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Ctrl-C and Ctrl-Z are keys here: as signals they would also reach the shell script around us.
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    out.print(ENTER + (mouse ? MOUSE_ON : ""));
    out.flush();
  }

  synchronized void paint(Screen screen) {
    if (closed) {
      return;
    }
    StringBuilder update = new StringBuilder(UPDATE_BEGIN);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < screen.rows().size(); i++) {
      String row = sequence(screen.rows().get(i), i + 1);
      rows.add(row);
      if (i >= painted.size() || !painted.get(i).equals(row)) {
        update.append(row);
      }
    }
    painted = rows;
    if (screen.cursorRow() >= 0 && screen.cursorColumn() >= 0) {
      update.append(at(screen.cursorRow() + 1, screen.cursorColumn() + 1)).append("\u001B[?25h");
    }
    out.print(update.append(UPDATE_END));
    out.flush();
  }

  /// The next paint puts every row.
  synchronized void forget() {
    painted = List.of();
    out.print("\u001B[2J");
  }

  synchronized void bell() {
    out.print('\u0007');
    out.flush();
  }

  synchronized void title(String title) {
    out.print("\u001B]0;" + title + "\u0007");
  }

  /// OSC 52: works over SSH too, where the terminal allows it.
  synchronized void copy(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    out.print("\u001B]52;c;" + encoded + "\u0007");
    out.flush();
  }

  private String sequence(Row row, int number) {
    StringBuilder text = new StringBuilder(at(number, 1)).append("\u001B[2K");
    for (Part part : row.parts()) {
      if (part.column() > 0) {
        text.append(at(number, part.column() + 1));
      }
      text.append(ansi.of(part.line()));
    }
    return text.toString();
  }

  private static String at(int row, int column) {
    return "\u001B[" + row + ';' + column + 'H';
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      out.print(LEAVE);
      out.flush();
      terminal.setAttributes(before);
    }
  }
}
