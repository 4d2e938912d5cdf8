package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.MessageChoice;
import dev.wardroom.client.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `wardroom recall`.
@Command(name = "recall", description = "Take an own message back, for everyone.")
public final class RecallCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private MessageChoice message = new MessageChoice();

  public RecallCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.openFresh()) {
      return Sent.await(home, session, session.messages().recall(message.resolve(session)));
    }
  }
}
