package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.input.KeyDecoder;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/// Reads the terminal and puts keys before the loop, until it is interrupted or the terminal is
/// gone. Runs on a platform thread of its own.
final class KeyReader implements Runnable {
  private static final long IDLE_MILLIS = 40;
  private static final long WAIT_MILLIS = 500;
  private static final int PENDING_MAX = 256 * 1_024;

  private final Terminal terminal;
  private final Inbox inbox;

  KeyReader(Terminal terminal, Inbox inbox) {
    this.terminal = terminal;
    this.inbox = inbox;
  }

  @Override
  public void run() {
    NonBlockingReader reader = terminal.reader();
    String pending = "";
    try {
      while (!Thread.currentThread().isInterrupted()) {
        int read = reader.read(pending.isEmpty() ? WAIT_MILLIS : IDLE_MILLIS);
        if (read == NonBlockingReader.EOF) {
          inbox.put(new Input.Ended());
          return;
        }
        boolean idle = read == NonBlockingReader.READ_EXPIRED;
        if (idle && pending.isEmpty()) {
          continue;
        }
        String text = idle ? pending : pending + (char) read;
        pending = decoded(text, idle);
      }
    } catch (IOException gone) {
      inbox.put(new Input.Ended());
    }
  }

  /// What is left and needs more characters.
  private String decoded(String text, boolean idle) {
    KeyDecoder.Decoded decoded = KeyDecoder.decode(text, idle);
    decoded.keys().forEach(key -> inbox.put(new Input.Pressed(key)));
    return decoded.rest().length() > PENDING_MAX ? "" : decoded.rest();
  }
}
