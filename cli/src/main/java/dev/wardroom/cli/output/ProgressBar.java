package dev.wardroom.cli.output;

import dev.wardroom.cli.text.Ansi;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.view.Progress;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicReference;

/// A bar on one row of a terminal, drawn over itself, and taken away when the step is done.
/// Thread-safe.
public final class ProgressBar implements Progress {
  private static final int BAR_COLUMNS = 24;
  private static final int STEP_COLUMNS = 40;
  private static final char[] EIGHTHS = {' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'};

  private final PrintStream err;
  private final Ansi ansi;
  private final AtomicReference<String> shown = new AtomicReference<>("");

  ProgressBar(PrintStream err, Ansi ansi) {
    this.err = err;
    this.ansi = ansi;
  }

  @Override
  public void at(String step, long done, long total) {
    boolean finished = total > 0 && done >= total;
    String row = finished ? "" : ansi.of(row(step, done, total));
    if (!row.equals(shown.getAndSet(row))) {
      err.print("\r\u001B[K" + row);
      err.flush();
    }
  }

  /// The row: what is being done, a bar, the share and the amount.
  static Line row(String step, long done, long total) {
    Line words = Line.of(SafeText.line(step), Style.PLAIN).cut(STEP_COLUMNS);
    if (total <= 0) {
      return words.plus(Span.faint("  " + Sizes.words(done)));
    }
    return words
        .plus(Span.plain("  "))
        .plus(bar(done, total, BAR_COLUMNS))
        .plus(Span.plain(String.format(java.util.Locale.ROOT, " %3d %%", percent(done, total))));
  }

  /// A bar of `columns` columns, filled in eighths.
  public static Line bar(long done, long total, int columns) {
    long eighths = Math.min(columns * 8L, Math.max(0, Math.round(columns * 8.0 * done / total)));
    int whole = (int) (eighths / 8);
    String filled = "█".repeat(whole) + (whole < columns ? EIGHTHS[(int) (eighths % 8)] : "");
    return Line.of(filled, Style.of(Ink.ACCENT))
        .plus(Span.faint("·".repeat(Math.max(0, columns - filled.length()))));
  }

  private static long percent(long done, long total) {
    return Math.min(100, Math.round(100.0 * done / total));
  }
}
