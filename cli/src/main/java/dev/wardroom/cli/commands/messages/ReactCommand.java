package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.chat.input.Emojis;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.MessageChoice;
import dev.wardroom.client.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wardroom react`.
@Command(name = "react", description = "React to a message with an emoji.")
public final class ReactCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private MessageChoice message = new MessageChoice();

  @Option(names = "--remove", description = "Take the reaction back.")
  private boolean removed;

  @Parameters(paramLabel = "EMOJI", description = "An emoji, or its name: 👍 or :thumbsup:")
  private String emoji = "";

  public ReactCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.openFresh()) {
      return Sent.await(
          home,
          session,
          session.messages().react(message.resolve(session), Emojis.replace(emoji), removed));
    }
  }
}
