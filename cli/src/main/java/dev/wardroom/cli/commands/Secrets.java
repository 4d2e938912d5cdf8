package dev.wardroom.cli.commands;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Passwords from a file or from the person at the terminal, never from the command line: its words
/// stand in the process list and in the shell's history.
public final class Secrets {
  private static final int FILE_BYTES_MAX = 4_096;
  private final Shell shell;

  public Secrets(Shell shell) {
    this.shell = shell;
  }

  /// From the file when one is given, else asked for. Wiped by the caller.
  public char[] read(@Nullable Path file, String question, String option) {
    if (file != null) {
      return fromFile(file);
    }
    return shell
        .prompt()
        .orElseThrow(() ->
            new ClientException(
                Kind.USAGE,
                "A password is needed and nobody can be asked: give " + option + " FILE."))
        .secret(question);
  }

  /// As [#read], but a typed password is asked for twice.
  public char[] readNew(@Nullable Path file, String question, String option) {
    char[] first = read(file, question, option);
    if (file != null) {
      return first;
    }
    char[] second = read(null, "The same again", option);
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new ClientException(Kind.USAGE, "The two passwords differ. Try again.");
    }
    return first;
  }

  /// The first line of the file.
  char[] fromFile(Path file) {
    byte[] bytes = bytes(file);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] characters = new char[text.remaining()];
      text.get(characters);
      Arrays.fill(text.array(), '\0');
      return firstLine(characters, file);
    } catch (CharacterCodingException binary) {
      throw new ClientException(
          Kind.USAGE, "The password file " + file + " is not UTF-8 text.", binary);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static char[] firstLine(char[] characters, Path file) {
    int end = 0;
    while (end < characters.length && characters[end] != '\n' && characters[end] != '\r') {
      end++;
    }
    char[] line = Arrays.copyOf(characters, end);
    Arrays.fill(characters, '\0');
    if (line.length == 0) {
      throw new ClientException(Kind.USAGE, "The password file " + file + " is empty.");
    }
    return line;
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ClientException(
            Kind.USAGE, "The password file " + file + " is larger than a password can be.");
      }
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new ClientException(
          Kind.USAGE, "The password file " + file + " cannot be read. Check the path.", unreadable);
    }
  }
}
