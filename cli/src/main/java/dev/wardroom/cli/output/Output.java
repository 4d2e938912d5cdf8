package dev.wardroom.cli.output;

import dev.wardroom.cli.text.Ansi;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.view.Progress;
import java.io.PrintStream;
import java.util.Locale;

/// Where a command writes: results to standard output, as lines for people or as JSON; notes and
/// progress for people to standard error. Thread-safe: lines are written whole.
public final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final Ansi ansi;
  private final boolean showsProgress;

  /// @param showsProgress standard error is a terminal, so that a progress bar can be redrawn
  public Output(PrintStream out, PrintStream err, boolean json, Ansi ansi, boolean showsProgress) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.ansi = ansi;
    this.showsProgress = showsProgress;
  }

  public boolean isJson() {
    return json;
  }

  /// A result: the object for scripts, or the text for people (nothing is written when that is
  /// empty).
  public void result(Json object, String text) {
    result(object, Line.of(text, Style.PLAIN));
  }

  public synchronized void result(Json object, Line line) {
    if (json) {
      out.println(object.line());
    } else if (line.width() > 0) {
      out.println(ansi.of(line));
    }
    out.flush();
  }

  /// Whether what was written did not get to the reader: a pipe that was closed, a full disk.
  public synchronized boolean isBroken() {
    return out.checkError();
  }

  /// A line for people only.
  public synchronized void line(Line line) {
    if (!json) {
      out.println(ansi.of(line));
      out.flush();
    }
  }

  /// Said beside the result, to people only.
  public synchronized void note(String text) {
    if (!json) {
      err.println(ansi.of(Line.of(text, Style.FAINT)));
      err.flush();
    }
  }

  /// The one line of a failure: to people on standard error, to scripts on standard output too.
  ///
  /// @param more further fields of the JSON object, for example the message that is still waiting
  public synchronized void failure(ClientException.Kind kind, String text, Json more) {
    if (json) {
      out.println(failureJson(kind, text).plus(more).line());
      out.flush();
    }
    err.println(ansi.of(Line.of(text, Style.of(Ink.DANGER))));
    err.flush();
  }

  /// The JSON object of a failure.
  public static Json failureJson(ClientException.Kind kind, String text) {
    return Json.event("error")
        .with("kind", kind.name().toLowerCase(Locale.ROOT))
        .with("text", text)
        .with("exitCode", kind.exitCode());
  }

  /// Shows long steps as a bar on a terminal, and not at all elsewhere.
  public Progress progress() {
    return showsProgress && !json ? new ProgressBar(err, ansi) : Progress.none();
  }
}
