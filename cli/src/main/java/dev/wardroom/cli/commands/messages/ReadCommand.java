package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom read`.
@Command(name = "read", description = "Mark as read: one message, or a conversation up to now.")
public final class ReadCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(names = "--message", paramLabel = "ID", description = "Only this message.")
  private @Nullable String message;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "A conversation: id, unique beginning of an id, or title.")
  private @Nullable String conversation;

  public ReadCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    if ((message == null) == (conversation == null)) {
      throw new ClientException(Kind.USAGE, "Give either --message or --conversation.");
    }
    try (Session session = home.openFresh()) {
      if (message != null) {
        MessageRef read = session.messages().resolve(message).message();
        session.messages().markRead(read);
        home.output().result(Json.of("message", read).with("read", true), "Read.");
      } else {
        ConversationRef read =
            session.conversations().resolve(Objects.requireNonNull(conversation)).conversation();
        session.conversations().markRead(read);
        home.output().result(Json.of("conversation", read).with("read", true), "Read.");
      }
      return 0;
    }
  }
}
