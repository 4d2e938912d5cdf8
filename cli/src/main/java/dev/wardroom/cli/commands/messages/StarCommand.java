package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.output.Views;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.MessageRef;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom star`.
@Command(
    name = "star",
    description = "Star a message, to find it again. Without --message: list the starred ones.")
public final class StarCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(names = "--message", paramLabel = "ID", description = "The message to star.")
  private @Nullable String message;

  @Option(names = "--off", description = "Take the star away.")
  private boolean off;

  public StarCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.openFresh()) {
      if (message == null) {
        return list(session);
      }
      MessageRef starred = session.messages().resolve(message).message();
      session.messages().star(starred, !off);
      home.output()
          .result(
              Json.of("message", starred).with("starred", !off),
              off ? "Star removed." : "Starred.");
      return 0;
    }
  }

  private int list(Session session) {
    MessageLines lines = new MessageLines(home.shell().clock().getZone());
    session
        .messages()
        .starred(LIST_MAX)
        .forEach(found -> home.output().result(Views.message(found), lines.line(found)));
    return 0;
  }

  private static final int LIST_MAX = 200;
}
