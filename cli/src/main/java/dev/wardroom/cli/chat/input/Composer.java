package dev.wardroom.cli.chat.input;

import dev.wardroom.cli.text.TextWidth;
import java.util.ArrayList;
import java.util.List;

/// The text being written, its cursor and what was written before. Immutable: each method gives the
/// next composer.
///
/// The cursor stands between characters as a reader sees them (grapheme clusters), never inside
/// one. While the history is browsed, `draft` keeps what was being written.
public record Composer(String text, int cursor, List<String> history, int historyAt, String draft) {
  /// A message may be 32,768 bytes; the composer stops earlier, at characters of up to three bytes
  /// each.
  public static final int TEXT_MAX = 10_900;

  static final int HISTORY_MAX = 200;
  public static final Composer EMPTY = new Composer("", 0, List.of(), 0, "");

  public Composer {
    history = List.copyOf(history);
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /// The text replaced, cursor at its end; the history stays.
  public Composer withText(String replacement) {
    return with(replacement, replacement.length());
  }

  public Composer insert(String addition) {
    if (text.length() + addition.length() > TEXT_MAX) {
      return this;
    }
    return with(
        text.substring(0, cursor) + addition + text.substring(cursor), cursor + addition.length());
  }

  /// Replaces the characters from `start` to the cursor: how a completion is taken.
  public Composer replaceBeforeCursor(int start, String replacement) {
    return with(
        text.substring(0, start) + replacement + text.substring(cursor),
        start + replacement.length());
  }

  public Composer backspace() {
    return cursor == 0 ? this : cut(TextWidth.previous(text, cursor), cursor);
  }

  public Composer deleteForward() {
    return cursor == text.length() ? this : cut(cursor, TextWidth.next(text, cursor));
  }

  public Composer deleteWordBefore() {
    return cut(wordStart(), cursor);
  }

  public Composer deleteLineBefore() {
    int start = text.lastIndexOf('\n', cursor - 1) + 1;
    return cut(start == cursor ? Math.max(0, cursor - 1) : start, cursor);
  }

  public Composer deleteLineAfter() {
    int end = lineEnd(cursor);
    return cut(cursor, end == cursor ? Math.min(text.length(), cursor + 1) : end);
  }

  public Composer left() {
    return cursor == 0 ? this : at(TextWidth.previous(text, cursor));
  }

  public Composer right() {
    return cursor == text.length() ? this : at(TextWidth.next(text, cursor));
  }

  public Composer wordLeft() {
    return at(wordStart());
  }

  public Composer wordRight() {
    int index = cursor;
    while (index < text.length() && !isWord(index)) {
      index++;
    }
    while (index < text.length() && isWord(index)) {
      index++;
    }
    return at(index);
  }

  public Composer lineStart() {
    return at(text.lastIndexOf('\n', cursor - 1) + 1);
  }

  public Composer toLineEnd() {
    return at(lineEnd(cursor));
  }

  public boolean isOnFirstLine() {
    return text.lastIndexOf('\n', cursor - 1) < 0;
  }

  public boolean isOnLastLine() {
    return text.indexOf('\n', cursor) < 0;
  }

  public Composer up() {
    if (isOnFirstLine()) {
      return at(0);
    }
    int start = text.lastIndexOf('\n', cursor - 1) + 1;
    int above = text.lastIndexOf('\n', start - 2) + 1;
    return at(Math.min(above + (cursor - start), start - 1)).aligned();
  }

  public Composer down() {
    if (isOnLastLine()) {
      return at(text.length());
    }
    int start = text.lastIndexOf('\n', cursor - 1) + 1;
    int below = lineEnd(cursor) + 1;
    return at(Math.min(below + (cursor - start), lineEnd(below))).aligned();
  }

  /// The entry before in the history, if there is one.
  public Composer older() {
    if (historyAt == 0) {
      return this;
    }
    String kept = historyAt == history.size() ? text : draft;
    String entry = history.get(historyAt - 1);
    return new Composer(entry, entry.length(), history, historyAt - 1, kept);
  }

  /// The entry after in the history; after the newest comes the draft.
  public Composer newer() {
    if (historyAt >= history.size()) {
      return this;
    }
    String entry = historyAt + 1 == history.size() ? draft : history.get(historyAt + 1);
    return new Composer(entry, entry.length(), history, historyAt + 1, draft);
  }

  /// Empty again, with the text remembered in the history.
  public Composer sent() {
    List<String> remembered = new ArrayList<>(history);
    if (!text.isBlank() && (history.isEmpty() || !history.getLast().equals(text))) {
      remembered.add(text);
    }
    if (remembered.size() > HISTORY_MAX) {
      remembered.removeFirst();
    }
    return new Composer("", 0, remembered, remembered.size(), "");
  }

  private Composer at(int index) {
    return new Composer(text, index, history, historyAt, draft);
  }

  /// Moves back to the start of the character when an arrow key landed inside of it.
  private Composer aligned() {
    int start = text.lastIndexOf('\n', cursor - 1) + 1;
    int index = start;
    while (index < cursor) {
      int next = TextWidth.next(text, index);
      if (next > cursor) {
        return at(index);
      }
      index = next;
    }
    return this;
  }

  private Composer with(String changed, int index) {
    return new Composer(changed, index, history, history.size(), "");
  }

  private Composer cut(int start, int end) {
    return start == end ? this : with(text.substring(0, start) + text.substring(end), start);
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private int wordStart() {
    int index = cursor;
    while (index > 0 && !isWord(index - 1)) {
      index--;
    }
    while (index > 0 && isWord(index - 1)) {
      index--;
    }
    return index;
  }

  private boolean isWord(int index) {
    return !Character.isWhitespace(text.charAt(index));
  }
}
