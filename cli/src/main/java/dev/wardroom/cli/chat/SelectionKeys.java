package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.draw.PaneDrawing;
import dev.wardroom.cli.chat.input.Key;
import dev.wardroom.cli.chat.input.Key.Name;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.MessageView.QuoteView;
import java.util.Optional;

/// The keys that act on the selected message while nothing is being written: one letter each, shown
/// below.
final class SelectionKeys {
  private SelectionKeys() {}

  /// Nothing when the key is none of ours: the composer gets it.
  static Optional<Step> press(ChatState state, Key key) {
    Optional<MessageView> selected = state.pane().selectedMessage();
    if (selected.isEmpty()) {
      return Optional.empty();
    }
    if (key instanceof Key.Named named) {
      return named(state, named, selected.get());
    }
    if (key instanceof Key.Typed typed && state.draft().composer().isEmpty()) {
      return letter(state, typed.text(), selected.get());
    }
    if (key instanceof Key.Control control && control.letter() == 'c') {
      return Optional.of(Step.of(unselected(state)));
    }
    return Optional.empty();
  }

  private static Optional<Step> named(ChatState state, Key.Named key, MessageView message) {
    if (key.name() == Name.ESCAPE) {
      return Optional.of(Step.of(unselected(state)));
    }
    if (!state.draft().composer().isEmpty()) {
      return Optional.empty();
    }
    return switch (key.name()) {
      case UP -> Optional.of(WritingKeys.select(state, -1));
      case DOWN -> Optional.of(WritingKeys.select(state, 1));
      case ENTER -> Optional.of(original(state, message));
      default -> Optional.empty();
    };
  }

  /// Enter on an answer goes to what it answers; on anything else it begins an answer.
  private static Step original(ChatState state, MessageView message) {
    Optional<QuoteView> quote =
        message.replyTo().filter(one -> state.pane().find(one.message()).isPresent());
    if (quote.isEmpty()) {
      return reply(state, message);
    }
    ChatState moved = state.withPane(state.pane().withSelected(Optional.of(quote.get().message())));
    return Step.of(moved.withPane(moved.pane().withScroll(PaneDrawing.scrollToSelected(moved))));
  }

  private static Optional<Step> letter(ChatState state, String letter, MessageView message) {
    return switch (letter) {
      case "r" -> Optional.of(reply(state, message));
      case "e" -> Optional.of(edit(state, message));
      case "+" ->
          Optional.of(
              Step.of(
                  state
                      .withComposer(composer -> composer.withText("/react "))
                      .withMode(new Mode.Writing())));
      case "x" -> Optional.of(recall(state, message));
      case "d" ->
          Optional.of(
              Step.of(
                  state.withMode(
                      new Mode.Asking(
                          "Delete this message on your devices?",
                          new Effect.DeleteHere(message.message())))));
      case "s" -> Optional.of(save(state, message));
      case "*" ->
          Optional.of(
              Step.of(unselected(state), new Effect.Star(message.message(), !message.starred())));
      case "c" ->
          Optional.of(
              Step.of(
                  unselected(state).say("Copied.", Ink.FAINT), new Effect.Copy(message.text())));
      case "k" -> Optional.of(WritingKeys.select(state, -1));
      case "j" -> Optional.of(WritingKeys.select(state, 1));
      default -> Optional.empty();
    };
  }

  static Step reply(ChatState state, MessageView message) {
    if (message.recalled()) {
      return Step.of(state.say("That message was taken back.", Ink.WARNING));
    }
    return Step.of(unselected(state).withDraft(state.draft().replyingTo(message)));
  }

  static Step edit(ChatState state, MessageView message) {
    if (!message.own() || message.recalled() || message.file().isPresent()) {
      return Step.of(state.say("Only your own texts can be changed.", Ink.WARNING));
    }
    return Step.of(unselected(state).withDraft(state.draft().editing(message)));
  }

  static Step recall(ChatState state, MessageView message) {
    if (!message.own()) {
      return Step.of(state.say("Only your own messages can be taken back.", Ink.WARNING));
    }
    Effect effect =
        message.delivery() == DeliveryState.FAILED || message.delivery() == DeliveryState.WAITING
            ? new Effect.Discard(message.message())
            : new Effect.Recall(message.message());
    return Step.of(
        state.withMode(new Mode.Asking("Take this message back, for everyone?", effect)));
  }

  static Step save(ChatState state, MessageView message) {
    return message.file().isEmpty()
        ? Step.of(state.say("There is no file in this message.", Ink.WARNING))
        : Step.of(unselected(state), new Effect.SaveFile(message.message(), "."));
  }

  static ChatState unselected(ChatState state) {
    return state.withPane(state.pane().withSelected(Optional.empty()));
  }
}
