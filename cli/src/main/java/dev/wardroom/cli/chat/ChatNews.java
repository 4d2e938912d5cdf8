package dev.wardroom.cli.chat;

import dev.wardroom.cli.chat.draw.PaneDrawing;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.News;
import dev.wardroom.cli.chat.state.Pane;
import dev.wardroom.cli.chat.state.Transfer;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.Events.Event;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the engine's news change in the state: pure functions.
public final class ChatNews {
  private static final Duration TYPING_TIME = Duration.ofSeconds(5);

  private ChatNews() {}

  /// The event itself; lists and messages that it makes stale are read anew by the loop.
  public static ChatState event(ChatState state, Event event) {
    News news = state.news();
    return switch (event) {
      case Event.MessageArrived arrived ->
          isOpen(state, arrived.message().conversation())
              ? state.withNews(news.withoutTyping(arrived.message().from().shownName()))
              : state;
      case Event.Typing typing ->
          isOpen(state, typing.conversation())
              ? person(state, typing.user())
                  .map(who ->
                      state.withNews(
                          news.withTyping(who.shownName(), state.now().plus(TYPING_TIME))))
                  .orElse(state)
              : state;
      case Event.ConnectionChanged changed -> state.withNews(news.withConnection(changed.state()));
      case Event.Warned warned -> state.warn(warned.warning().text());
      case Event.Progressed progressed ->
          state.withNews(
              news.withTransfer(
                  new Transfer(progressed.step(), progressed.done(), progressed.total())));
      case Event.MessageChanged _ -> state;
      case Event.ConversationChanged _ -> state;
      case Event.PresenceChanged _ -> state;
      case Event.Resync _ -> state;
    };
  }

  private static boolean isOpen(ChatState state, ConversationRef conversation) {
    return state.open().equals(Optional.of(conversation));
  }

  private static Optional<PersonView> person(ChatState state, UserRef user) {
    return state.conversation().stream()
        .flatMap(one -> one.members().stream())
        .map(member -> member.person())
        .filter(person -> person.user().equals(user) && !person.self())
        .findFirst();
  }

  /// The open conversation's messages as they are now. Whoever has scrolled up keeps reading what
  /// is on the screen.
  public static ChatState messages(
      ChatState state, ConversationRef conversation, List<MessageView> messages, boolean more) {
    if (!isOpen(state, conversation)) {
      return state;
    }
    ChatState next = state.withPane(state.pane().withMessages(messages, more));
    boolean newBelow = !newest(state.pane()).equals(newest(next.pane()));
    if (state.pane().scroll() == 0 || !newBelow) {
      return next;
    }
    int grown = PaneDrawing.height(next) - PaneDrawing.height(state);
    return next.withPane(next.pane().withScroll(state.pane().scroll() + Math.max(0, grown)));
  }

  private static Optional<MessageRef> newest(Pane pane) {
    return pane.messages().isEmpty()
        ? Optional.empty()
        : Optional.of(pane.messages().getLast().message());
  }

  /// Another conversation's messages, with the line above what is unread.
  public static ChatState opened(
      ChatState state,
      ConversationRef conversation,
      List<MessageView> messages,
      boolean more,
      Optional<MessageRef> at) {
    Optional<MessageRef> unread =
        messages.stream()
            .filter(message -> !message.own() && !message.read())
            .map(MessageView::message)
            .findFirst();
    ChatState opened =
        state.withOpen(conversation, new Pane(messages, more, 0, unread, Optional.empty()));
    if (at.isEmpty() || opened.pane().find(at.get()).isEmpty()) {
      return opened;
    }
    ChatState selected = opened.withPane(opened.pane().withSelected(at));
    return selected.withPane(selected.pane().withScroll(PaneDrawing.scrollToSelected(selected)));
  }

  /// Something that was asked for could not be done.
  public static ChatState failed(ChatState state, String text) {
    return state.say(text, Ink.DANGER);
  }

  /// True when what is on the screen counts as read now.
  public static boolean isRead(ChatState state, boolean focused) {
    return focused
        && state.pane().scroll() == 0
        && state.conversation().filter(one -> one.unread() > 0).isPresent();
  }
}
