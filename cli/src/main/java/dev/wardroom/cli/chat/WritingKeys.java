package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.draw.ChatDrawing;
import dev.wardroom.cli.chat.draw.PaneDrawing;
import dev.wardroom.cli.chat.input.Completion;
import dev.wardroom.cli.chat.input.Completion.Candidate;
import dev.wardroom.cli.chat.input.Completion.Person;
import dev.wardroom.cli.chat.input.Composer;
import dev.wardroom.cli.chat.input.Key;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Composition;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.client.view.ConversationView;
import java.util.List;
import java.util.Optional;

/// The keys of the composer and of the selected message.
final class WritingKeys {
  private WritingKeys() {}

  static Step press(ChatState state, Key key) {
    if (state.pane().selected().isPresent()) {
      Optional<Step> selected = SelectionKeys.press(state, key);
      if (selected.isPresent()) {
        return selected.get();
      }
    }
    return switch (key) {
      case Key.Typed typed -> typed(state, typed.text());
      case Key.Pasted pasted -> typed(state, pasted.text());
      case Key.Wheel wheel -> ChatKeys.scroll(state, wheel.up() ? 3 : -3);
      case Key.Control control -> control(state, control.letter());
      case Key.Alt alt -> alt(state, alt.text());
      case Key.Named named -> named(state, named);
      case Key.Clicked _ -> Step.of(state);
      case Key.Focus _ -> Step.of(state);
    };
  }

  private static Step typed(ChatState state, String text) {
    ChatState next = offered(state.withComposer(composer -> composer.insert(text)));
    boolean command = next.draft().composer().text().startsWith("/");
    return command || state.open().isEmpty()
        ? Step.of(next)
        : Step.of(next, new Effect.Typing(state.open().get()));
  }

  /// With the completions that fit the word before the cursor.
  private static ChatState offered(ChatState state) {
    List<Candidate> candidates = Completion.candidates(state.draft().composer(), people(state));
    return state.withDraft(state.draft().withCandidates(candidates, 0));
  }

  private static List<Person> people(ChatState state) {
    List<ConversationView> sources =
        state.draft().composer().text().startsWith("/")
            ? state.conversations()
            : state.conversation().map(List::of).orElse(List.of());
    return sources.stream()
        .flatMap(one -> one.members().stream())
        .map(member -> member.person())
        .filter(person -> !person.self())
        .map(person -> new Person(person.username(), person.name()))
        .distinct()
        .toList();
  }

  private static Step control(ChatState state, char letter) {
    return switch (letter) {
      case 'a' -> edit(state, Composer::lineStart);
      case 'e' -> edit(state, Composer::toLineEnd);
      case 'b' -> edit(state, Composer::left);
      case 'f' -> edit(state, Composer::right);
      case 'k' -> edit(state, Composer::deleteLineAfter);
      case 'u' -> edit(state, Composer::deleteLineBefore);
      case 'w' -> edit(state, Composer::deleteWordBefore);
      case 'j' -> edit(state, composer -> composer.insert("\n"));
      case 'p' -> edit(state, Composer::older);
      case 'n' -> edit(state, Composer::newer);
      case 'o' -> select(state, -1);
      case 'c' -> interrupt(state);
      case 'd' ->
          state.draft().composer().isEmpty()
              ? Step.of(state, new Effect.Quit())
              : edit(state, Composer::deleteForward);
      default -> Step.of(state);
    };
  }

  /// Ctrl-C: first the text goes, then the messenger.
  private static Step interrupt(ChatState state) {
    return state.draft().equals(Composition.of(state.draft().composer()))
            && state.draft().composer().isEmpty()
        ? Step.of(state, new Effect.Quit())
        : Step.of(state.withDraft(state.draft().sent()));
  }

  private static Step alt(ChatState state, String text) {
    return switch (text) {
      case "b" -> edit(state, Composer::wordLeft);
      case "f" -> edit(state, Composer::wordRight);
      case "d" -> Step.of(state);
      default -> Step.of(state);
    };
  }

  private static Step named(ChatState state, Key.Named key) {
    return switch (key.name()) {
      case ENTER ->
          key.alt() || key.shift() || key.control()
              ? edit(state, composer -> composer.insert("\n"))
              : enter(state);
      case BACKSPACE ->
          key.alt()
              ? edit(state, Composer::deleteWordBefore)
              : Step.of(offered(state.withComposer(Composer::backspace)));
      case DELETE -> edit(state, Composer::deleteForward);
      case LEFT -> edit(state, key.control() || key.alt() ? Composer::wordLeft : Composer::left);
      case RIGHT -> edit(state, key.control() || key.alt() ? Composer::wordRight : Composer::right);
      case HOME -> edit(state, Composer::lineStart);
      case END -> end(state);
      case UP -> up(state, key);
      case DOWN -> down(state, key);
      case PAGE_UP -> ChatKeys.scroll(state, ChatDrawing.messageRows(state) - 2);
      case PAGE_DOWN -> ChatKeys.scroll(state, 2 - ChatDrawing.messageRows(state));
      case TAB -> tab(state, key.shift());
      case ESCAPE -> escape(state);
      case INSERT, F1, F2, F3, F4, F5 -> Step.of(state);
    };
  }

  private static Step end(ChatState state) {
    return state.draft().composer().isEmpty() || state.pane().scroll() > 0
        ? Step.of(state.withPane(state.pane().withScroll(0)))
        : edit(state, Composer::toLineEnd);
  }

  private static Step up(ChatState state, Key.Named key) {
    if (key.shift() || key.control()) {
      return select(state, -1);
    }
    Composition draft = state.draft();
    if (!draft.candidates().isEmpty()) {
      return Step.of(chosen(state, -1));
    }
    if (draft.composer().isEmpty() && draft.editing().isEmpty()) {
      return SlashCommands.editLast(state);
    }
    boolean browsing = draft.composer().historyAt() < draft.composer().history().size();
    return edit(
        state, composer -> composer.isOnFirstLine() && browsing ? composer.older() : composer.up());
  }

  private static Step down(ChatState state, Key.Named key) {
    if (key.shift() || key.control()) {
      return select(state, 1);
    }
    if (!state.draft().candidates().isEmpty()) {
      return Step.of(chosen(state, 1));
    }
    Composer composer = state.draft().composer();
    boolean browsing = composer.historyAt() < composer.history().size();
    return edit(
        state, before -> before.isOnLastLine() && browsing ? before.newer() : before.down());
  }

  /// Selects the message above or below, and scrolls so that it is seen.
  static Step select(ChatState state, int steps) {
    ChatState moved = state.withPane(state.pane().moveSelection(steps));
    int scroll = PaneDrawing.scrollToSelected(moved);
    return Step.of(moved.withPane(moved.pane().withScroll(scroll)));
  }

  private static ChatState chosen(ChatState state, int steps) {
    Composition draft = state.draft();
    int index = Math.floorMod(draft.chosen() + steps, draft.candidates().size());
    return state.withDraft(draft.withCandidates(draft.candidates(), index));
  }

  private static Step tab(ChatState state, boolean backwards) {
    Composition draft = state.draft();
    if (!draft.candidates().isEmpty()) {
      return backwards ? Step.of(chosen(state, -1)) : Step.of(taken(state));
    }
    return Completion.path(draft.composer())
        .map(beginning -> Step.of(state, new Effect.CompletePath(beginning)))
        .orElseGet(() -> Step.of(state));
  }

  /// The chosen completion in place of the word.
  private static ChatState taken(ChatState state) {
    Candidate one = state.draft().candidates().get(state.draft().chosen());
    return state.withComposer(
        composer -> composer.replaceBeforeCursor(one.start(), one.replacement()));
  }

  private static Step escape(ChatState state) {
    Composition draft = state.draft();
    if (!draft.candidates().isEmpty()) {
      return Step.of(state.withDraft(draft.withCandidates(List.of(), 0)));
    }
    if (draft.editing().isPresent()) {
      return Step.of(state.withDraft(draft.sent()));
    }
    if (draft.replyTo().isPresent()
        || draft.ttlSeconds().isPresent()
        || draft.burnSeconds().isPresent()) {
      return Step.of(state.withDraft(Composition.of(draft.composer())));
    }
    return Step.of(state.withNews(state.news().withoutNotices()));
  }

  private static Step edit(ChatState state, java.util.function.UnaryOperator<Composer> change) {
    return Step.of(state.withComposer(change));
  }

  /// Enter: a completion is taken first, except a command that is complete already.
  private static Step enter(ChatState state) {
    Composition draft = state.draft();
    if (!draft.candidates().isEmpty() && !isComplete(draft)) {
      return Step.of(taken(state));
    }
    return SlashCommands.submit(state);
  }

  private static boolean isComplete(Composition draft) {
    String replacement = draft.candidates().get(draft.chosen()).replacement();
    return draft.composer().text().stripTrailing().endsWith(replacement.strip());
  }
}
