package dev.wardroom.cli.commands.rooms;

import dev.wardroom.cli.commands.ConversationChoice;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `wardroom typing`.
@Command(name = "typing", description = "Show the others for a few seconds that you are writing.")
public final class TypingCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private ConversationChoice conversation = new ConversationChoice();

  public TypingCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.open()) {
      ConversationRef chosen = conversation.resolve(session).conversation();
      session.conversations().typing(chosen);
      home.output().result(Json.of("conversation", chosen).with("typing", true), "");
      return 0;
    }
  }
}
