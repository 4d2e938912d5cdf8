package dev.wardroom.cli.commands;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message's words: from the command line, or from standard input when there are none or only
/// `-`.
public final class Texts {
  static final int BYTES_MAX = 32_768;
  private final Shell shell;

  public Texts(Shell shell) {
    this.shell = shell;
  }

  /// The words joined by spaces, or what standard input holds.
  public String read(List<String> words) {
    String text =
        words.isEmpty() || words.equals(List.of("-")) ? standardInput() : String.join(" ", words);
    return checked(text);
  }

  private static String checked(String text) {
    if (text.isBlank()) {
      throw new ClientException(
          Kind.USAGE, "The message is empty. Write it after the command, or into standard input.");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      throw new ClientException(
          Kind.USAGE, "The message is longer than 32 KiB. Send it as a file with --file.");
    }
    return text;
  }

  private String standardInput() {
    try {
      byte[] bytes = shell.in().readNBytes(BYTES_MAX + 2);
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, BYTES_MAX + 1)))
          .toString()
          .stripTrailing();
    } catch (CharacterCodingException binary) {
      throw new ClientException(
          Kind.USAGE,
          "Standard input is not UTF-8 text of at most 32 KiB. Send it as a file with --file.",
          binary);
    } catch (IOException broken) {
      throw new ClientException(Kind.USAGE, "Standard input cannot be read.", broken);
    }
  }
}
