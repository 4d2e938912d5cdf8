package dev.wardroom.cli.chat.loop;

import dev.wardroom.cli.chat.ChatNews;
import dev.wardroom.cli.chat.Paths;
import dev.wardroom.cli.chat.state.ChatState;
import dev.wardroom.cli.chat.state.Effect;
import dev.wardroom.cli.chat.state.Transfer;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Performs effects against the engine, one after another; transfers of files beside them. What
/// comes of it goes back into the loop as a change of the state. Thread-safe.
final class EffectRunner implements AutoCloseable {
  private final Session session;
  private final Inbox inbox;
  private final EngineReader reader;
  private final Pages pages;
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("chat-effects").factory());
  private final ExecutorService transfers = Executors.newVirtualThreadPerTaskExecutor();

  EffectRunner(Session session, Inbox inbox, EngineReader reader) {
    this.session = session;
    this.inbox = inbox;
    this.reader = reader;
    this.pages = new Pages(session, inbox);
  }

  void run(Effect effect) {
    boolean transfer =
        effect instanceof Effect.SaveFile
            || (effect instanceof Effect.Send send && send.draft().file().isPresent());
    (transfer ? transfers : inOrder).execute(() -> perform(effect));
  }

  private void perform(Effect effect) {
    try {
      act(effect);
      reader.stale();
    } catch (ClientException refused) {
      inbox.change(
          state -> givenBack(ChatNews.failed(state, String.valueOf(refused.getMessage())), effect));
    }
  }

  /// The text of a message that was not taken stands in the composer again, if nothing else is
  /// written there.
  private static ChatState givenBack(ChatState state, Effect effect) {
    boolean empty = state.draft().composer().isEmpty();
    return effect instanceof Effect.Send send && empty && send.draft().file().isEmpty()
        ? state.withComposer(composer -> composer.withText(send.draft().text()))
        : state;
  }

  private void act(Effect effect) {
    switch (effect) {
      case Effect.Open open -> open(open);
      case Effect.OpenDirect direct -> show(session.conversations().direct(direct.username()));
      case Effect.LoadOlder older -> loadOlder(older);
      case Effect.Send send -> send(send);
      case Effect.React react ->
          session.messages().react(react.message(), react.emoji(), react.removed());
      case Effect.Edit edit -> session.messages().edit(edit.message(), edit.markdown());
      case Effect.Recall recall -> session.messages().recall(recall.message());
      case Effect.DeleteHere deletion -> session.messages().delete(deletion.message());
      case Effect.Discard discard -> session.messages().discard(discard.message());
      case Effect.Star star -> session.messages().star(star.message(), star.on());
      case Effect.SaveFile save -> save(save);
      case Effect.MarkRead read -> session.conversations().markRead(read.conversation());
      case Effect.Typing typing -> session.conversations().typing(typing.conversation());
      case Effect.CreateRoom room ->
          show(session.conversations().createRoom(room.title(), room.usernames()));
      case Effect.AddMembers add ->
          session.conversations().add(add.conversation(), add.usernames());
      case Effect.RemoveMember remove ->
          session.conversations().remove(remove.conversation(), remove.username());
      case Effect.Leave leave -> session.conversations().leave(leave.conversation());
      case Effect.SetTimers timers ->
          session
              .conversations()
              .setTimers(timers.conversation(), timers.ttlSeconds(), timers.burnSeconds());
      case Effect.SetTitle title ->
          session.conversations().setCard(title.conversation(), title.title(), title.description());
      case Effect.Pin pin -> session.conversations().pin(pin.conversation(), pin.on());
      case Effect.Mute mute ->
          session
              .conversations()
              .mute(mute.conversation(), mute.on() ? Optional.of(Instant.MAX) : Optional.empty());
      case Effect.Block _,
          Effect.Invite _,
          Effect.ShowSafetyNumber _,
          Effect.MarkVerified _,
          Effect.ShowDevices _,
          Effect.ShowStatus _,
          Effect.Search _,
          Effect.CompletePath _ ->
          pages.act(effect);
      case Effect.Copy _, Effect.Redraw _, Effect.Quit _ ->
          throw new IllegalArgumentException("the loop does this itself: " + effect);
    }
  }

  private void open(Effect.Open open) {
    int count = open.at().isPresent() ? EngineReader.MESSAGES_MAX : EngineReader.PAGE;
    EngineReader.Page page = EngineReader.newest(session, open.conversation(), count);
    inbox.change(state ->
        ChatNews.opened(state, open.conversation(), page.messages(), page.more(), open.at()));
  }

  private void show(ConversationView conversation) {
    inbox.change(state ->
        state.withConversations(
            Stream.concat(
                    Stream.of(conversation),
                    state.conversations().stream()
                        .filter(one -> !one.conversation().equals(conversation.conversation())))
                .toList()));
    open(new Effect.Open(conversation.conversation(), Optional.empty()));
  }

  private void loadOlder(Effect.LoadOlder older) {
    inbox.change(state -> {
      int loaded = state.pane().messages().size();
      transfers.execute(() -> {
        EngineReader.Page page =
            EngineReader.newest(session, older.conversation(), loaded + EngineReader.PAGE);
        inbox.change(
            now -> ChatNews.messages(now, older.conversation(), page.messages(), page.more()));
      });
      return state;
    });
  }

  private void send(Effect.Send send) {
    Draft draft = send.draft();
    session.messages().send(send.conversation(), draft, progress());
  }

  private void save(Effect.SaveFile save) {
    Path folder = Paths.of(save.folder());
    Path written = session.files().get(save.message(), folder, false, progress());
    inbox.change(state -> state.say("Saved as " + written, Ink.GOOD));
  }

  private Progress progress() {
    return (step, done, total) ->
        inbox.change(
            state -> state.withNews(state.news().withTransfer(new Transfer(step, done, total))));
  }

  @Override
  public void close() {
    inOrder.shutdownNow();
    transfers.shutdownNow();
  }
}
