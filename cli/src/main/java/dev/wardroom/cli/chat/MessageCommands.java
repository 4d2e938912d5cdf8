package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.input.Emojis;
import dev.wardroom.cli.chat.input.SlashCommand.Typed;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageView;
import java.util.Optional;
import java.util.function.Predicate;

/// Commands about the selected message or, when none is selected, the newest one that fits.
final class MessageCommands {
  private MessageCommands() {}

  static Step run(ChatState state, Typed typed) {
    Optional<MessageView> message = state.pane().selectedMessage().or(() -> newest(state, typed));
    if (message.isEmpty()) {
      return Step.of(state.say("There is no message for that here.", Ink.WARNING));
    }
    MessageView one = message.get();
    return switch (typed.name()) {
      case "reply" -> reply(state, one, typed.rest());
      case "react" -> react(state, one, typed.rest());
      case "edit" -> SelectionKeys.edit(state, one);
      case "recall" -> SelectionKeys.recall(state, one);
      case "delete" ->
          Step.of(
              state.withMode(
                  new Mode.Asking(
                      "Delete this message on your devices?",
                      new Effect.DeleteHere(one.message()))));
      case "star" ->
          Step.of(SelectionKeys.unselected(state), new Effect.Star(one.message(), !one.starred()));
      case "copy" ->
          Step.of(
              SelectionKeys.unselected(state).say("Copied.", Ink.FAINT),
              new Effect.Copy(one.text()));
      case "save" -> save(state, one, typed.rest());
      default -> SlashCommands.unknown(state, typed);
    };
  }

  private static Optional<MessageView> newest(ChatState state, Typed typed) {
    Predicate<MessageView> fits =
        switch (typed.name()) {
          case "edit" ->
              message -> message.own() && message.file().isEmpty() && !message.recalled();
          case "recall" -> message -> message.own() && !message.recalled();
          case "save" -> message -> message.file().isPresent() && !message.recalled();
          case "reply", "react" -> message -> !message.own() && !message.recalled();
          default -> message -> !message.recalled();
        };
    return SlashCommands.last(state, fits);
  }

  private static Step reply(ChatState state, MessageView message, String text) {
    ChatState answering =
        SelectionKeys.unselected(state).withDraft(state.draft().replyingTo(message));
    return text.isEmpty()
        ? Step.of(answering)
        : SlashCommands.send(answering, Draft.text(Emojis.replace(text)));
  }

  /// The same emoji again takes it back.
  private static Step react(ChatState state, MessageView message, String typed) {
    String emoji = emoji(typed);
    if (emoji.isEmpty()) {
      return Step.of(state.say("Write it as /react 👍 or /react thumbsup", Ink.WARNING));
    }
    boolean there =
        message.reactions().stream()
            .filter(one -> one.emoji().equals(emoji))
            .anyMatch(one -> one.by().stream().anyMatch(person -> person.self()));
    return Step.of(
        SelectionKeys.unselected(state), new Effect.React(message.message(), emoji, there));
  }

  private static String emoji(String typed) {
    String name = typed.strip();
    return Emojis.named(name).orElseGet(() -> Emojis.replace(name));
  }

  private static Step save(ChatState state, MessageView message, String folder) {
    if (message.file().isEmpty()) {
      return SelectionKeys.save(state, message);
    }
    return Step.of(
        SelectionKeys.unselected(state),
        new Effect.SaveFile(message.message(), folder.isEmpty() ? "." : folder));
  }
}
