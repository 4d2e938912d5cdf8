package dev.wardroom.cli.commands.rooms;

import dev.wardroom.cli.commands.ConversationChoice;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom pin`.
@Command(name = "pin", description = "Keep a conversation on top of the own lists.")
public final class PinCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private ConversationChoice conversation = new ConversationChoice();

  @Option(names = "--off", description = "Unpin it.")
  private boolean off;

  public PinCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.open()) {
      ConversationRef chosen = conversation.resolve(session).conversation();
      session.conversations().pin(chosen, !off);
      home.output()
          .result(
              Json.of("conversation", chosen).with("pinned", !off), off ? "Unpinned." : "Pinned.");
      return 0;
    }
  }
}
