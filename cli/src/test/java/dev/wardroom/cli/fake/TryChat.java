package dev.wardroom.cli.fake;

import dev.wardroom.cli.chat.loop.ChatLoop;
import dev.wardroom.cli.text.Palette;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The messenger against the stand-in: for looking at it without a server.
final class TryChat {
  private TryChat() {}

  public static void main(String[] arguments) throws Exception {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      Palette palette = Palette.fromEnvironment(Map.copyOf(System.getenv()));
      new ChatLoop(
              new FakeSession(),
              terminal,
              Clock.fixed(Samples.NOW, Talk.ZONE),
              new ChatLoop.Appearance(palette, true, false))
          .run(Optional.of(Talk.HARBOUR.conversation()));
    }
  }
}
