package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.MessageChoice;
import dev.wardroom.cli.commands.Texts;
import dev.wardroom.client.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `wardroom edit`.
@Command(name = "edit", description = "Change an own text message, for everyone.")
public final class EditCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private MessageChoice message = new MessageChoice();

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The text; - for standard input.")
  private List<String> words = List.of();

  public EditCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    String text = new Texts(home.shell()).read(words);
    try (Session session = home.openFresh()) {
      return Sent.await(home, session, session.messages().edit(message.resolve(session), text));
    }
  }
}
