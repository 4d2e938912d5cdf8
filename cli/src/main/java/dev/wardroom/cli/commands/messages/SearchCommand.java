package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.output.Views;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wardroom search`.
@Command(name = "search", description = "Search the messages on this device, newest first.")
public final class SearchCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Only this conversation: id, unique beginning of an id, or title.")
  private @Nullable String conversation;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most this many (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Parameters(paramLabel = "WORDS", arity = "1..*", description = "What to look for.")
  private List<String> words = List.of();

  public SearchCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    MessageLines lines = new MessageLines(home.shell().clock().getZone());
    try (Session session = home.openFresh()) {
      Optional<ConversationRef> where =
          Optional.ofNullable(conversation)
              .map(id -> session.conversations().resolve(id).conversation());
      session
          .messages()
          .search(String.join(" ", words), where, Math.clamp(limit, 1, LIMIT_MAX))
          .forEach(found -> home.output().result(Views.message(found), lines.line(found)));
      return 0;
    }
  }

  private static final int LIMIT_MAX = 500;
}
