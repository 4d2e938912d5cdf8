package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.MessageChoice;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.MessageRef;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `wardroom delete`.
@Command(name = "delete", description = "Delete a message on the own devices only.")
public final class DeleteCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private MessageChoice message = new MessageChoice();

  public DeleteCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.openFresh()) {
      MessageRef deleted = message.resolve(session);
      session.messages().delete(deleted);
      home.output().result(Json.of("message", deleted).with("deleted", true), "Deleted.");
      return 0;
    }
  }
}
