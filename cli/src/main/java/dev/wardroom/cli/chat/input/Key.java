package dev.wardroom.cli.chat.input;

/// One thing a person did at the keyboard or with the mouse. Immutable.
public sealed interface Key {
  /// A character, as typed.
  record Typed(String text) implements Key {}

  /// Text from the clipboard (bracketed paste): never read as keys, so that a pasted line break
  /// sends nothing.
  record Pasted(String text) implements Key {}

  /// A key without a character, with the modifiers held.
  record Named(Name name, boolean shift, boolean alt, boolean control) implements Key {
    public static Named of(Name name) {
      return new Named(name, false, false, false);
    }
  }

  /// A letter with Control held, in lower case.
  record Control(char letter) implements Key {}

  /// A character with Alt held (or after Escape).
  record Alt(String text) implements Key {}

  /// The mouse wheel, one notch. Rows and columns count from 0.
  record Wheel(boolean up, int row, int column) implements Key {}

  /// The left button went down.
  record Clicked(int row, int column) implements Key {}

  /// The terminal's window got or lost the keyboard.
  record Focus(boolean gained) implements Key {}

  /// Keys without a character.
  enum Name {
    ENTER,
    TAB,
    ESCAPE,
    BACKSPACE,
    DELETE,
    INSERT,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    HOME,
    END,
    PAGE_UP,
    PAGE_DOWN,
    F1,
    F2,
    F3,
    F4,
    F5
  }
}
