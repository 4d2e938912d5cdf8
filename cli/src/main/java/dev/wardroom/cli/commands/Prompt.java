package dev.wardroom.cli.commands;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/// Asks the person in front of the terminal; absent when there is none (scripts, pipes).
public interface Prompt {
  /// Asks for a secret without showing it. Wiped by the caller.
  char[] secret(String question);

  /// Yes or no; an empty answer is no.
  boolean confirm(String question);

  /// The process's own terminal. (JDK 25 gives no console where streams are redirected; 22 to 24
  /// gave one that was no terminal. Both are asked for.)
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Prompt> ofTerminal() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    return Optional.of(
        new Prompt() {
          @Override
          public char[] secret(String question) {
            char[] typed = console.readPassword("%s: ", question);
            return typed == null ? new char[0] : typed;
          }

          @Override
          public boolean confirm(String question) {
            String typed = console.readLine("%s [y/N] ", question);
            return typed != null && typed.strip().toLowerCase(Locale.ROOT).startsWith("y");
          }
        });
  }
}
