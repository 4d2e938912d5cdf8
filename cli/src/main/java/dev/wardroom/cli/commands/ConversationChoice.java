package dev.wardroom.cli.commands;

import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Which conversation a command is about: one of two options, exactly one of them.
public final class ConversationChoice {
  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  /// The two ways of saying it.
  static final class Choice {
    @Option(
        names = "--to",
        paramLabel = "USER",
        description = "A person: the direct conversation, made when there is none.")
    private @Nullable String person;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        description = "A conversation: id, unique beginning of an id, or title.")
    private @Nullable String conversation;
  }

  public ConversationView resolve(Session session) {
    if (choice.person != null) {
      return session.conversations().direct(choice.person);
    }
    return session.conversations().resolve(Objects.requireNonNull(choice.conversation));
  }
}
