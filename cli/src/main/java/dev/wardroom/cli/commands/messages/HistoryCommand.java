package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.ConversationChoice;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.MessageLines;
import dev.wardroom.cli.output.Views;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom history`.
@Command(name = "history", description = "Show what a conversation holds, oldest first.")
public final class HistoryCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private ConversationChoice conversation = new ConversationChoice();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most this many, the newest (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(names = "--all", description = "Everything.")
  private boolean all;

  @Option(names = "--before", paramLabel = "ID", description = "Only older than this message.")
  private @Nullable String before;

  public HistoryCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ClientException(Kind.USAGE, "--limit must be at least 1.");
    }
    MessageLines lines = new MessageLines(home.shell().clock().getZone());
    try (Session session = home.openFresh()) {
      ConversationRef shown = conversation.resolve(session).conversation();
      Optional<MessageRef> end =
          Optional.ofNullable(before).map(id -> session.messages().resolve(id).message());
      pages(session, shown, end).reversed().stream()
          .flatMap(List::stream)
          .forEach(found -> home.output().result(Views.message(found), lines.line(found)));
      return 0;
    }
  }

  /// Pages, newest page first, each oldest first.
  private List<List<MessageView>> pages(
      Session session, ConversationRef shown, Optional<MessageRef> end) {
    List<List<MessageView>> pages = new ArrayList<>();
    Optional<MessageRef> older = end;
    int left = all ? Integer.MAX_VALUE : limit;
    while (left > 0) {
      int size = Math.min(PAGE, left);
      List<MessageView> page = session.messages().history(shown, older, size);
      pages.add(page);
      left -= page.size();
      if (page.size() < size) {
        break;
      }
      older = Optional.of(page.getFirst().message());
    }
    return pages;
  }

  private static final int PAGE = 500;
}
