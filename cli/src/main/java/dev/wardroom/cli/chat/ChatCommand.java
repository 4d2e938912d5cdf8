package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.loop.ChatLoop;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.text.Palette;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom chat`.
@Command(
    name = "chat",
    description = {
      "The messenger in this terminal.",
      "",
      "F1 shows its keys and commands. Colours are off when $NO_COLOR is set."
    })
public final class ChatCommand implements Callable<Integer> {
  /// How the screen looks.
  enum Theme {
    auto,
    dark,
    light,
    none
  }

  @Mixin private final HomeOptions home;

  @Option(names = "--to", paramLabel = "USER", description = "Begin with this person.")
  private @Nullable String person;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Begin with this conversation: id, unique beginning of an id, or title.")
  private @Nullable String conversation;

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      defaultValue = "${env:WARDROOM_THEME:-auto}",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "Colours for a dark or light terminal: auto, dark, light, none. Default: $WARDROOM_THEME, or auto")
  private Theme theme = Theme.auto;

  @Option(
      names = "--no-mouse",
      description =
          "Leave the mouse to the terminal: no scrolling by wheel, selecting text as usual.")
  private boolean noMouse;

  @Option(names = "--no-bell", description = "Do not ring when a message comes.")
  private boolean noBell;

  public ChatCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (home.shell().prompt().isEmpty()) {
      throw new ClientException(
          Kind.USAGE,
          "The messenger needs a terminal. Scripts use 'wardroom send' and 'wardroom listen'.");
    }
    try (Session session = home.open();
        Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      new ChatLoop(
              session,
              terminal,
              home.shell().clock(),
              new ChatLoop.Appearance(palette(), !noMouse, !noBell))
          .run(first(session));
      return 0;
    }
  }

  private Optional<ConversationRef> first(Session session) {
    if (person != null) {
      return Optional.of(session.conversations().direct(person).conversation());
    }
    return Optional.ofNullable(conversation)
        .map(id -> session.conversations().resolve(id).conversation());
  }

  private Palette palette() {
    return switch (theme) {
      case auto -> Palette.fromEnvironment(home.shell().environment());
      case dark -> Palette.DARK;
      case light -> Palette.LIGHT;
      case none -> Palette.NONE;
    };
  }
}
