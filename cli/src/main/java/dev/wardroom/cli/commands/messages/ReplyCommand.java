package dev.wardroom.cli.commands.messages;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.commands.MessageChoice;
import dev.wardroom.cli.commands.Texts;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `wardroom reply`.
@Command(name = "reply", description = "Answer a message: the answer quotes it.")
public final class ReplyCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private MessageChoice message = new MessageChoice();

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The text; - for standard input.")
  private List<String> words = List.of();

  public ReplyCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    String text = new Texts(home.shell()).read(words);
    try (Session session = home.openFresh()) {
      MessageView answered = session.messages().get(message.resolve(session));
      Draft draft = Draft.text(text).withReplyTo(answered.message());
      return Sent.await(
          home, session, session.messages().send(answered.conversation(), draft, Progress.none()));
    }
  }
}
