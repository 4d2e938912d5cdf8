package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.input.Emojis;
import dev.wardroom.cli.chat.input.SlashCommand;
import dev.wardroom.cli.chat.input.SlashCommand.Typed;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Composition;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What happens to the composed text on Enter: it is sent, replaces the text being edited, or is a
/// command.
final class SlashCommands {
  private SlashCommands() {}

  static Step submit(ChatState state) {
    String text = state.draft().composer().text();
    if (text.isBlank()) {
      return Step.of(state);
    }
    Optional<Typed> typed = SlashCommand.parse(text);
    if (typed.isPresent() && state.draft().editing().isEmpty()) {
      ChatState emptied = state.withDraft(remembered(state));
      return run(emptied, typed.get());
    }
    return write(state, text.startsWith("//") ? text.substring(1) : text);
  }

  /// The composer emptied; what is answered and the timers stay for the message that follows the
  /// command.
  private static Composition remembered(ChatState state) {
    Composition draft = state.draft();
    return draft.withComposer(draft.composer().sent());
  }

  private static Step write(ChatState state, String text) {
    Composition draft = state.draft();
    String words = Emojis.replace(text.strip());
    if (draft.editing().isPresent()) {
      MessageView edited = draft.editing().get();
      ChatState done = state.withDraft(draft.sent());
      return words.equals(edited.text())
          ? Step.of(done)
          : Step.of(done, new Effect.Edit(edited.message(), words));
    }
    if (state.open().isEmpty()) {
      return Step.of(state.say("Choose a conversation first: Ctrl-T, or /to USER.", Ink.WARNING));
    }
    return send(state, Draft.text(words).withMentions(mentions(state, words)));
  }

  /// Sends it as an answer, and with the timers, as the composition says.
  static Step send(ChatState state, Draft plain) {
    Composition composed = state.draft();
    ChatState sent =
        state
            .withDraft(composed.sent())
            .withPane(state.pane().withScroll(0).withUnreadFrom(Optional.empty()));
    return state
        .open()
        .map(ref -> Step.of(sent, new Effect.Send(ref, finished(plain, composed))))
        .orElseGet(() -> noConversation(state));
  }

  private static Draft finished(Draft plain, Composition composed) {
    Draft draft = plain;
    if (composed.replyTo().isPresent()) {
      draft = draft.withReplyTo(composed.replyTo().get().message());
    }
    if (composed.ttlSeconds().isPresent()) {
      draft = draft.withTtl(composed.ttlSeconds().get());
    }
    return composed.burnSeconds().isPresent()
        ? draft.withBurn(composed.burnSeconds().get())
        : draft;
  }

  /// Members who stand in the text as `@name`, and `everyone`.
  private static List<String> mentions(ChatState state, String text) {
    List<String> names =
        state.conversation().stream()
            .flatMap(one -> one.members().stream())
            .map(member -> member.person().username())
            .filter(name -> names(text, name))
            .toList();
    if (!names(text, "everyone")) {
      return names;
    }
    return Stream.concat(names.stream(), Stream.of("everyone")).toList();
  }

  private static boolean names(String text, String username) {
    int at = text.indexOf("@" + username);
    while (at >= 0) {
      int end = at + 1 + username.length();
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      if (ends && begins) {
        return true;
      }
      at = text.indexOf("@" + username, end);
    }
    return false;
  }

  private static Step run(ChatState state, Typed typed) {
    String rest = typed.rest();
    return switch (typed.name()) {
      case "to" -> needs(state, rest, "/to USER", Effect.OpenDirect::new);
      case "switch" -> Step.of(state.withMode(new Mode.Switching(rest, 0)));
      case "help" -> Step.of(ChatKeys.help(state));
      case "quit" -> Step.of(state, new Effect.Quit());
      case "devices" -> Step.of(state, new Effect.ShowDevices());
      case "status" -> Step.of(state, new Effect.ShowStatus());
      case "invite" -> Step.of(state, new Effect.Invite(name(rest)));
      case "find" ->
          needs(state, rest, "/find WORDS", words -> new Effect.Search(words, Optional.empty()));
      case "search" ->
          needs(state, rest, "/search WORDS", words -> new Effect.Search(words, state.open()));
      case "block" -> needs(state, rest, "/block USER", user -> new Effect.Block(name(user), true));
      case "unblock" ->
          needs(state, rest, "/unblock USER", user -> new Effect.Block(name(user), false));
      case "room" ->
          needs(state, rest, "/room TITLE", title -> new Effect.CreateRoom(title, List.of()));
      case "reply", "react", "edit", "recall", "delete", "star", "copy", "save" ->
          MessageCommands.run(state, typed);
      default ->
          state.conversation().isEmpty()
              ? unknownOrClosed(state, typed)
              : ConversationCommands.run(state, typed, state.conversation().get());
    };
  }

  private static Step unknownOrClosed(ChatState state, Typed typed) {
    return SlashCommand.find(typed.name()).isPresent()
        ? noConversation(state)
        : unknown(state, typed);
  }

  static Step unknown(ChatState state, Typed typed) {
    return Step.of(
        state.say(
            "There is no /" + typed.name() + ". F1 shows what there is; // writes a slash.",
            Ink.WARNING));
  }

  private static Step noConversation(ChatState state) {
    return Step.of(state.say("Choose a conversation first: Ctrl-T, or /to USER.", Ink.WARNING));
  }

  /// The effect of a command that needs words after its name.
  static Step needs(ChatState state, String rest, String usage, Function<String, Effect> effect) {
    return rest.isEmpty()
        ? Step.of(state.say("Write it as " + usage, Ink.WARNING))
        : Step.of(state, effect.apply(rest));
  }

  static String name(String user) {
    String name = user.strip();
    return name.startsWith("@") ? name.substring(1) : name;
  }

  /// Up in an empty composer: the last own text comes back to be changed.
  static Step editLast(ChatState state) {
    return last(state, message -> message.own() && message.file().isEmpty() && isText(message))
        .map(message -> SelectionKeys.edit(state, message))
        .orElseGet(() -> Step.of(state));
  }

  private static boolean isText(MessageView message) {
    return message.kind() == MessageKind.TEXT && !message.recalled();
  }

  /// The newest message that fits.
  static Optional<MessageView> last(ChatState state, Predicate<MessageView> fits) {
    return state.pane().messages().reversed().stream().filter(fits).findFirst();
  }
}
