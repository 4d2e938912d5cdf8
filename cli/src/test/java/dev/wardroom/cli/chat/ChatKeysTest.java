package dev.wardroom.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.cli.chat.input.Key;
import dev.wardroom.cli.chat.input.Key.Name;
import dev.wardroom.cli.chat.input.KeyDecoder;
import dev.wardroom.cli.chat.input.SlashCommand;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Mode;
import dev.wardroom.cli.chat.state.Pane;
import dev.wardroom.cli.chat.state.Step;
import dev.wardroom.cli.fake.Message;
import dev.wardroom.cli.fake.Samples;
import dev.wardroom.cli.fake.Talk;
import dev.wardroom.client.Events.Event;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.WarningView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What keys and the engine's news do, without a terminal and without an engine.
class ChatKeysTest {
  private static final ConversationRef HERE = Talk.HARBOUR.conversation();

  @Test
  void enterSendsTheTextWithItsMentionsAndEmptiesTheComposer() {
    Step step = type(Talk.busy(80, 24), "hello @ada :tada:\r");
    Effect.Send send = only(step, Effect.Send.class);
    assertThat(send.conversation()).isEqualTo(HERE);
    assertThat(send.draft().text()).isEqualTo("hello @ada 🎉");
    assertThat(send.draft().mentions()).containsExactly("ada");
    assertThat(step.state().draft().composer().isEmpty()).isTrue();
    assertThat(step.state().pane().unreadFrom()).isEmpty();
  }

  @Test
  void aPastedOrTypedLineBreakSendsNothing() {
    Step step = press(Talk.busy(80, 24), new Key.Pasted("one\ntwo"));
    step = press(step.state(), new Key.Control('j'));
    step = press(step.state(), new Key.Named(Name.ENTER, false, true, false));
    assertThat(step.effects()).isEmpty();
    assertThat(step.state().draft().composer().text()).isEqualTo("one\ntwo\n\n");
  }

  @Test
  void typingIsToldButNotForCommands() {
    assertThat(type(Talk.busy(80, 24), "a").effects()).containsExactly(new Effect.Typing(HERE));
    assertThat(type(Talk.busy(80, 24), "/h").effects()).isEmpty();
  }

  @Test
  void upBringsTheLastOwnTextBackToBeChanged() {
    Step step = press(Talk.busy(80, 24), Key.Named.of(Name.UP));
    assertThat(step.state().draft().composer().text()).isEqualTo("On my way");
    step = type(step.state(), " now\r");
    assertThat(only(step, Effect.Edit.class))
        .isEqualTo(new Effect.Edit(Message.ref(10), "On my way now"));
    assertThat(press(Talk.busy(80, 24), Key.Named.of(Name.UP)).state().draft().editing())
        .isPresent();
  }

  @Test
  void escapeLeavesAnEditUndone() {
    ChatState editing = press(Talk.busy(80, 24), Key.Named.of(Name.UP)).state();
    ChatState after = press(editing, Key.Named.of(Name.ESCAPE)).state();
    assertThat(after.draft().editing()).isEmpty();
    assertThat(after.draft().composer().isEmpty()).isTrue();
  }

  @Test
  void aSelectedMessageTakesLetters() {
    ChatState selected = press(Talk.busy(80, 24), new Key.Control('o')).state();
    assertThat(selected.pane().selected()).contains(Message.ref(10));
    for (int i = 0; i < 4; i++) {
      selected = press(selected, Key.Named.of(Name.UP)).state();
    }
    assertThat(selected.pane().selected()).contains(Message.ref(6));
    assertThat(type(selected, "r").state().draft().replyTo()).isPresent();
    assertThat(type(selected, "*").effects())
        .containsExactly(new Effect.Star(Message.ref(6), true));
    assertThat(type(selected, "c").effects().getFirst()).isInstanceOf(Effect.Copy.class);
    assertThat(type(selected, "e").state().draft().editing()).isEmpty();
    assertThat(type(selected, "x").effects()).isEmpty();
    Step asked = type(selected, "d");
    assertThat(asked.effects()).isEmpty();
    assertThat(type(asked.state(), "y").effects())
        .containsExactly(new Effect.DeleteHere(Message.ref(6)));
    assertThat(type(asked.state(), "n").effects()).isEmpty();
  }

  @Test
  void aReplyCarriesItsTargetAndTimers() {
    ChatState state = type(Talk.busy(80, 24), "/expire 1h\r").state();
    state = type(state, "/burn 10s\r").state();
    state = type(state, "/reply\r").state();
    Effect.Send send = only(type(state, "yes\r"), Effect.Send.class);
    assertThat(send.draft().replyTo()).contains(Message.ref(7));
    assertThat(send.draft().ttlSeconds()).contains(3_600);
    assertThat(send.draft().burnSeconds()).contains(10);
  }

  @Test
  void reactingTwiceTakesTheReactionBack() {
    ChatState state = Talk.busy(80, 24);
    state = state.withPane(state.pane().withSelected(Optional.of(Message.ref(4))));
    assertThat(only(type(state, "+thumbsup\r"), Effect.React.class))
        .isEqualTo(new Effect.React(Message.ref(4), "👍", true));
    assertThat(only(type(state, "+tada\r"), Effect.React.class))
        .isEqualTo(new Effect.React(Message.ref(4), "🎉", false));
  }

  @Test
  void takingBackAsksFirst() {
    Step asked = type(Talk.busy(80, 24), "/recall\r");
    assertThat(asked.state().mode()).isInstanceOf(Mode.Asking.class);
    assertThat(type(asked.state(), "y").effects())
        .containsExactly(new Effect.Discard(Message.ref(10)));
  }

  @Test
  void commandsBecomeEffects() {
    assertThat(effect("/to ada")).isEqualTo(new Effect.OpenDirect("ada"));
    assertThat(effect("/room Night watch"))
        .isEqualTo(new Effect.CreateRoom("Night watch", List.of()));
    assertThat(effect("/add @cy, dee"))
        .isEqualTo(new Effect.AddMembers(HERE, List.of("cy", "dee")));
    assertThat(effect("/timer 7d 1m")).isEqualTo(new Effect.SetTimers(HERE, 604_800, 60));
    assertThat(effect("/timer off")).isEqualTo(new Effect.SetTimers(HERE, 0, 0));
    assertThat(effect("/title New name")).isEqualTo(new Effect.SetTitle(HERE, "New name", ""));
    assertThat(effect("/pin")).isEqualTo(new Effect.Pin(HERE, true));
    assertThat(effect("/mute")).isEqualTo(new Effect.Mute(HERE, true));
    assertThat(effect("/verify ada")).isEqualTo(new Effect.ShowSafetyNumber("ada"));
    assertThat(effect("/verified ada")).isEqualTo(new Effect.MarkVerified("ada", true));
    assertThat(effect("/block @ada")).isEqualTo(new Effect.Block("ada", true));
    assertThat(effect("/devices")).isEqualTo(new Effect.ShowDevices());
    assertThat(effect("/status")).isEqualTo(new Effect.ShowStatus());
    assertThat(effect("/find locks")).isEqualTo(new Effect.Search("locks", Optional.empty()));
    assertThat(effect("/search locks")).isEqualTo(new Effect.Search("locks", Optional.of(HERE)));
    assertThat(effect("/save /tmp")).isEqualTo(new Effect.SaveFile(Message.ref(5), "/tmp"));
    assertThat(effect("/quit")).isEqualTo(new Effect.Quit());
    Effect.Send file = (Effect.Send) effect("/file /tmp/plan.txt");
    assertThat(file.draft().file().orElseThrow().toString()).isEqualTo("/tmp/plan.txt");
    Effect.Send voice = (Effect.Send) effect("/voice /tmp/memo.ogg 42s");
    assertThat(voice.draft().voiceMillis()).isEqualTo(42_000);
    Effect.Send place = (Effect.Send) effect("/location 52.52,13.405 Berlin");
    assertThat(place.draft().location().orElseThrow().label()).isEqualTo("Berlin");
  }

  @Test
  void everyListedCommandIsKnown() {
    for (SlashCommand command : SlashCommand.ALL) {
      Step step = type(Talk.busy(80, 24), "/" + command.name() + " \r");
      assertThat(step.state().news().notices())
          .as(command.name())
          .noneMatch(notice -> notice.text().startsWith("There is no /"));
    }
    assertThat(type(Talk.busy(80, 24), "/nonsense\r").state().news().notices()).hasSize(1);
  }

  @Test
  void twoSlashesWriteOne() {
    assertThat(only(type(Talk.busy(80, 24), "//etc\r"), Effect.Send.class).draft().text())
        .isEqualTo("/etc");
  }

  @Test
  void theSwitcherOpensWhatIsChosenOrWritesToAPerson() {
    ChatState switching = press(Talk.busy(80, 24), new Key.Control('t')).state();
    Step chosen = type(switching, "lov\u001B[B\r");
    assertThat(only(chosen, Effect.Open.class).conversation())
        .isEqualTo(Samples.direct(Samples.ADA, 2).conversation());
    assertThat(only(type(switching, "dee\r"), Effect.OpenDirect.class).username()).isEqualTo("dee");
  }

  @Test
  void altArrowsMoveThroughTheListAndAltAGoesToUnread() {
    ChatState state = Talk.busy(80, 24);
    Key down = new Key.Named(Name.DOWN, false, true, false);
    assertThat(only(press(state, down), Effect.Open.class).conversation())
        .isEqualTo(Samples.direct(Samples.ADA, 2).conversation());
    assertThat(only(press(state, new Key.Alt("a")), Effect.Open.class).conversation())
        .isEqualTo(Samples.direct(Samples.ADA, 2).conversation());
    assertThat(only(press(state, new Key.Clicked(3, 4)), Effect.Open.class).conversation())
        .isEqualTo(Samples.direct(Samples.BO, 0).conversation());
  }

  @Test
  void scrollingToTheTopAsksForOlderMessages() {
    ChatState state = Talk.busy(80, 24);
    state = state.withPane(state.pane().withMessages(state.pane().messages(), true));
    Step step = press(state, Key.Named.of(Name.PAGE_UP));
    step = press(step.state(), Key.Named.of(Name.PAGE_UP));
    assertThat(step.effects()).contains(new Effect.LoadOlder(HERE, Message.ref(1)));
    assertThat(press(step.state(), Key.Named.of(Name.END)).state().pane().scroll()).isZero();
  }

  @Test
  void ctrlCEmptiesFirstAndLeavesThen() {
    Step step = type(Talk.busy(80, 24), "abc");
    step = press(step.state(), new Key.Control('c'));
    assertThat(step.effects()).isEmpty();
    step = press(step.state(), new Key.Control('c'));
    assertThat(step.effects()).containsExactly(new Effect.Quit());
  }

  @Test
  void completionIsTakenByTabAndByEnter() {
    assertThat(type(Talk.busy(80, 24), "hi @ad\t").state().draft().composer().text())
        .isEqualTo("hi @ada ");
    assertThat(type(Talk.busy(80, 24), "/reca\r").state().draft().composer().text())
        .isEqualTo("/recall");
    assertThat(type(Talk.busy(80, 24), "/file /tm\t").effects())
        .containsExactly(new Effect.CompletePath("/tm"));
  }

  @Test
  void whoHasScrolledUpKeepsReadingWhenMessagesCome() {
    ChatState state = Talk.busy(80, 24);
    state = state.withPane(state.pane().withScroll(4));
    List<MessageView> more = new ArrayList<>(state.pane().messages());
    more.add(Message.of(11, Samples.BO, "one\n\nmore").build());
    ChatState after = ChatNews.messages(state, HERE, more, false);
    assertThat(after.pane().scroll()).isGreaterThan(4);
    ChatState atBottom = ChatNews.messages(Talk.busy(80, 24), HERE, more, false);
    assertThat(atBottom.pane().scroll()).isZero();
  }

  @Test
  void newsAreShown() {
    ChatState state = Talk.busy(80, 24);
    ChatState typing = ChatNews.event(state, new Event.Typing(HERE, Samples.BO.user()));
    assertThat(typing.news().typing()).hasSize(2);
    assertThat(typing.at(Samples.NOW.plusSeconds(6)).news().typing()).isEmpty();
    ChatState offline =
        ChatNews.event(state, new Event.ConnectionChanged(ConnectionState.OFFLINE, "no route"));
    assertThat(offline.news().connection()).isEqualTo(ConnectionState.OFFLINE);
    ChatState warned =
        ChatNews.event(
            state,
            new Event.Warned(
                Optional.empty(), new WarningView(WarningView.Kind.DEVICE_ADDED, "New device.")));
    assertThat(warned.at(Samples.NOW.plusSeconds(3_600)).news().notices()).hasSize(1);
    assertThat(press(warned, Key.Named.of(Name.ESCAPE)).state().news().notices()).isEmpty();
  }

  @Test
  void openingDrawsTheLineAboveWhatIsUnread() {
    ChatState opened =
        ChatNews.opened(Talk.busy(80, 24), HERE, Talk.messages(), false, Optional.empty());
    assertThat(opened.pane().unreadFrom()).contains(Message.ref(6));
    ChatState found =
        ChatNews.opened(
            Talk.busy(80, 24), HERE, Talk.messages(), false, Optional.of(Message.ref(1)));
    assertThat(found.pane().selected()).contains(Message.ref(1));
    assertThat(found.pane().scroll()).isPositive();
  }

  @Test
  void onlyWhatIsSeenCountsAsRead() {
    ChatState unread =
        Talk.busy(80, 24).withConversations(List.of(Samples.room("Harbour crew", 3)));
    assertThat(ChatNews.isRead(unread, true)).isTrue();
    assertThat(ChatNews.isRead(unread, false)).isFalse();
    assertThat(ChatNews.isRead(unread.withPane(unread.pane().withScroll(3)), true)).isFalse();
    assertThat(ChatNews.isRead(Talk.busy(80, 24), true)).isFalse();
  }

  @Test
  void theSelectionStaysWithItsMessage() {
    Pane pane = Talk.busy(80, 24).pane().withSelected(Optional.of(Message.ref(6)));
    assertThat(pane.withMessages(pane.messages().subList(2, 10), false).selected())
        .contains(Message.ref(6));
    assertThat(pane.withMessages(pane.messages().subList(6, 10), false).selected()).isEmpty();
    assertThat(pane.withSelected(Optional.<MessageRef>empty()).moveSelection(1).selected())
        .isEmpty();
  }

  private static Effect effect(String command) {
    Step step = type(Talk.busy(80, 24), command + "\r");
    assertThat(step.effects()).as(command).hasSize(1);
    return step.effects().getFirst();
  }

  private static Step press(ChatState state, Key key) {
    return ChatKeys.press(state, key);
  }

  /// Types the characters one after another; the effects of the last.
  private static Step type(ChatState state, String characters) {
    Step step = Step.of(state);
    for (Key key : KeyDecoder.decode(characters, true).keys()) {
      step = ChatKeys.press(step.state(), key);
    }
    return step;
  }

  private static <E extends Effect> E only(Step step, Class<E> type) {
    assertThat(step.effects()).hasSize(1);
    assertThat(step.effects().getFirst()).isInstanceOf(type);
    return type.cast(step.effects().getFirst());
  }
}
