package dev.wardroom.cli.chat.input;

import dev.wardroom.cli.chat.input.Key.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads keys out of what a terminal sends (xterm's sequences, SGR mouse, bracketed paste, and the
/// modified keys of the "CSI u" kind). A sequence that means nothing to us is swallowed whole, so
/// that it never lands in a message.
public final class KeyDecoder {
  static final int PASTE_MAX = 64 * 1_024;
  private static final int SEQUENCE_MAX = 64;
  private static final char ESCAPE = '\u001B';
  private static final String PASTE_BEGIN = "\u001B[200~";
  private static final String PASTE_END = "\u001B[201~";
  private static final Pattern CSI = Pattern.compile("\u001B\\[([<>=?]?)([0-9;:]*)([ -/]*)([@-~])");
  private static final Pattern SS3 = Pattern.compile("\u001BO([0-9;]*)([A-Za-z])");

  private KeyDecoder() {}

  /// Keys found, and the characters that need more to follow.
  public record Decoded(List<Key> keys, String rest) {}

  /// Decodes `pending`. `idle` says that nothing has followed for a moment: a lone Escape is then
  /// the Escape key.
  public static Decoded decode(String pending, boolean idle) {
    List<Key> keys = new ArrayList<>();
    int at = 0;
    while (at < pending.length()) {
      int used = one(pending.substring(at), idle, keys);
      if (used == 0) {
        return new Decoded(keys, pending.substring(at));
      }
      at += used;
    }
    return new Decoded(keys, "");
  }

  /// Adds at most one key; the count of characters used, or 0 when more must follow.
  private static int one(String text, boolean idle, List<Key> keys) {
    char first = text.charAt(0);
    if (first == ESCAPE) {
      return escape(text, idle, keys);
    }
    if (Character.isISOControl(first)) {
      control(first).ifPresent(keys::add);
      return 1;
    }
    if (Character.isHighSurrogate(first) && text.length() == 1 && !idle) {
      return 0;
    }
    int length = Character.charCount(text.codePointAt(0));
    keys.add(new Key.Typed(text.substring(0, length)));
    return length;
  }

  private static Optional<Key> control(char character) {
    return switch (character) {
      case '\r' -> Optional.of(Key.Named.of(Name.ENTER));
      case '\n' -> Optional.of(new Key.Control('j'));
      case '\t' -> Optional.of(Key.Named.of(Name.TAB));
      case '\b', 0x7F -> Optional.of(Key.Named.of(Name.BACKSPACE));
      default ->
          character >= 1 && character <= 26
              ? Optional.of(new Key.Control((char) ('a' + character - 1)))
              : Optional.empty();
    };
  }

  private static int escape(String text, boolean idle, List<Key> keys) {
    if (text.startsWith(PASTE_BEGIN)) {
      return paste(text, keys);
    }
    if (text.length() == 1) {
      return idle ? put(keys, Key.Named.of(Name.ESCAPE), 1) : 0;
    }
    char second = text.charAt(1);
    if (second == '[' || second == 'O') {
      return sequence(text, second == '[', idle, keys);
    }
    if (second == ESCAPE) {
      return put(keys, Key.Named.of(Name.ESCAPE), 1);
    }
    return alt(text.substring(1), idle, keys);
  }

  private static int alt(String text, boolean idle, List<Key> keys) {
    List<Key> inner = new ArrayList<>();
    int used = one(text, idle, inner);
    for (Key key : inner) {
      switch (key) {
        case Key.Typed typed -> keys.add(new Key.Alt(typed.text()));
        case Key.Named named ->
            keys.add(new Key.Named(named.name(), named.shift(), true, named.control()));
        case Key.Control control when control.letter() == 'j' ->
            keys.add(new Key.Named(Name.ENTER, false, true, false));
        default -> keys.add(key);
      }
    }
    return used == 0 ? 0 : used + 1;
  }

  private static int paste(String text, List<Key> keys) {
    int end = text.indexOf(PASTE_END);
    if (end < 0) {
      return 0;
    }
    String pasted =
        text.substring(PASTE_BEGIN.length(), Math.min(end, PASTE_BEGIN.length() + PASTE_MAX));
    keys.add(new Key.Pasted(pasted.replace("\r\n", "\n").replace('\r', '\n')));
    return end + PASTE_END.length();
  }

  private static int sequence(String text, boolean csi, boolean idle, List<Key> keys) {
    Matcher matcher = (csi ? CSI : SS3).matcher(text);
    if (!matcher.lookingAt()) {
      return unfinished(text, idle, keys);
    }
    if (csi && matcher.group(1).equals("<")) {
      mouse(matcher.group(2), matcher.group(4)).ifPresent(keys::add);
    } else if (csi && matcher.group(1).isEmpty()) {
      named(matcher.group(2), matcher.group(4)).ifPresent(keys::add);
    } else if (!csi) {
      named(matcher.group(1), matcher.group(2)).ifPresent(keys::add);
    }
    return matcher.end();
  }

  /// Escape and `[` typed by hand, or a sequence cut off: after a pause it is what was typed.
  private static int unfinished(String text, boolean idle, List<Key> keys) {
    if (!idle && text.length() < SEQUENCE_MAX) {
      return 0;
    }
    return put(keys, new Key.Alt(text.substring(1, 2)), 2);
  }

  private static Optional<Key> named(String parameters, String last) {
    int[] numbers = numbers(parameters);
    int modifiers = numbers.length > 1 ? Math.max(0, numbers[1] - 1) : 0;
    if (last.equals("u")) {
      return coded(numbers.length > 0 ? numbers[0] : 0, modifiers);
    }
    if (last.equals("~") && numbers.length == 3 && numbers[0] == 27) {
      return coded(numbers[2], modifiers);
    }
    if (last.equals("Z")) {
      return Optional.of(new Key.Named(Name.TAB, true, false, false));
    }
    if (parameters.isEmpty() && (last.equals("I") || last.equals("O"))) {
      return Optional.of(new Key.Focus(last.equals("I")));
    }
    Optional<Name> name =
        last.equals("~") ? byNumber(numbers.length > 0 ? numbers[0] : 0) : byLetter(last.charAt(0));
    return name.map(found -> modified(found, modifiers));
  }

  private static Optional<Key> coded(int code, int modifiers) {
    boolean control = (modifiers & 4) != 0;
    boolean alt = (modifiers & 2) != 0;
    return switch (code) {
      case 13 -> Optional.of(modified(Name.ENTER, modifiers));
      case 9 -> Optional.of(modified(Name.TAB, modifiers));
      case 27 -> Optional.of(modified(Name.ESCAPE, modifiers));
      case 127 -> Optional.of(modified(Name.BACKSPACE, modifiers));
      default -> {
        if (!Character.isValidCodePoint(code) || Character.isISOControl(code)) {
          yield Optional.empty();
        }
        String typed = Character.toString(code);
        if (control && code >= 'a' && code <= 'z') {
          yield Optional.of(new Key.Control((char) code));
        }
        yield Optional.of(alt ? new Key.Alt(typed) : new Key.Typed(typed));
      }
    };
  }

  private static Key modified(Name name, int modifiers) {
    return new Key.Named(name, (modifiers & 1) != 0, (modifiers & 2) != 0, (modifiers & 4) != 0);
  }

  private static Optional<Name> byLetter(char letter) {
    return switch (letter) {
      case 'A' -> Optional.of(Name.UP);
      case 'B' -> Optional.of(Name.DOWN);
      case 'C' -> Optional.of(Name.RIGHT);
      case 'D' -> Optional.of(Name.LEFT);
      case 'H' -> Optional.of(Name.HOME);
      case 'F' -> Optional.of(Name.END);
      case 'P' -> Optional.of(Name.F1);
      case 'Q' -> Optional.of(Name.F2);
      case 'R' -> Optional.of(Name.F3);
      case 'S' -> Optional.of(Name.F4);
      case 'M' -> Optional.of(Name.ENTER);
      default -> Optional.empty();
    };
  }

  private static Optional<Name> byNumber(int number) {
    return switch (number) {
      case 1, 7 -> Optional.of(Name.HOME);
      case 2 -> Optional.of(Name.INSERT);
      case 3 -> Optional.of(Name.DELETE);
      case 4, 8 -> Optional.of(Name.END);
      case 5 -> Optional.of(Name.PAGE_UP);
      case 6 -> Optional.of(Name.PAGE_DOWN);
      case 11 -> Optional.of(Name.F1);
      case 12 -> Optional.of(Name.F2);
      case 13 -> Optional.of(Name.F3);
      case 14 -> Optional.of(Name.F4);
      case 15 -> Optional.of(Name.F5);
      default -> Optional.empty();
    };
  }

  private static Optional<Key> mouse(String parameters, String last) {
    int[] numbers = numbers(parameters);
    if (numbers.length != 3) {
      return Optional.empty();
    }
    int row = numbers[2] - 1;
    int column = numbers[1] - 1;
    return switch (numbers[0] & ~0b11100) {
      case 0 -> last.equals("M") ? Optional.of(new Key.Clicked(row, column)) : Optional.empty();
      case 64 -> Optional.of(new Key.Wheel(true, row, column));
      case 65 -> Optional.of(new Key.Wheel(false, row, column));
      default -> Optional.empty();
    };
  }

  private static int[] numbers(String parameters) {
    if (parameters.isEmpty()) {
      return new int[0];
    }
    String[] parts = parameters.split(";", -1);
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String digits = parts[i].split(":", -1)[0];
      numbers[i] = digits.isEmpty() || digits.length() > 7 ? 0 : Integer.parseInt(digits);
    }
    return numbers;
  }

  private static int put(List<Key> keys, Key key, int used) {
    keys.add(key);
    return used;
  }
}
