package dev.wardroom.cli.chat.state;

import dev.wardroom.cli.chat.input.Composer;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.PersonView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Everything that a screen is drawn from.
///
/// @param now the time that is shown: for days, countdowns and what passes
/// @param open the conversation that is shown; absent before the first one is chosen
/// @param pane its messages
public record ChatState(
    int columns,
    int rows,
    Instant now,
    ZoneId zone,
    PersonView self,
    List<ConversationView> conversations,
    Optional<ConversationRef> open,
    Pane pane,
    Composition draft,
    News news,
    Mode mode) {
  private static final Duration NOTICE_TIME = Duration.ofSeconds(12);

  public ChatState {
    conversations = List.copyOf(conversations);
  }

  /// Before anything is known.
  public static ChatState begin(int columns, int rows, Instant now, ZoneId zone, PersonView self) {
    return new ChatState(
        columns,
        rows,
        now,
        zone,
        self,
        List.of(),
        Optional.empty(),
        Pane.EMPTY,
        Composition.EMPTY,
        News.NONE,
        new Mode.Writing());
  }

  public Optional<ConversationView> conversation() {
    return open.flatMap(
        ref -> conversations.stream().filter(one -> one.conversation().equals(ref)).findFirst());
  }

  /// Unread messages in the other conversations that are not muted.
  public int unreadElsewhere() {
    return conversations.stream()
        .filter(one -> !open.equals(Optional.of(one.conversation())))
        .filter(one -> one.mutedUntil().filter(until -> until.isAfter(now)).isEmpty())
        .mapToInt(ConversationView::unread)
        .sum();
  }

  public ChatState withSize(int newColumns, int newRows) {
    return new ChatState(
        newColumns, newRows, now, zone, self, conversations, open, pane, draft, news, mode);
  }

  /// The time moves on; what is over goes.
  public ChatState at(Instant time) {
    return new ChatState(
        columns, rows, time, zone, self, conversations, open, pane, draft, news.at(time), mode);
  }

  public ChatState withConversations(List<ConversationView> list) {
    return new ChatState(columns, rows, now, zone, self, list, open, pane, draft, news, mode);
  }

  /// Another conversation; an unsent reply or edit is left behind, the text stays.
  public ChatState withOpen(ConversationRef conversation, Pane messages) {
    Composition kept =
        Composition.of(draft.editing().isPresent() ? Composer.EMPTY : draft.composer());
    return new ChatState(
        columns,
        rows,
        now,
        zone,
        self,
        conversations,
        Optional.of(conversation),
        messages,
        kept,
        news.withoutTyping(),
        new Mode.Writing());
  }

  /// No conversation is shown, for example after leaving it.
  public ChatState withoutOpen() {
    return new ChatState(
        columns,
        rows,
        now,
        zone,
        self,
        conversations,
        Optional.empty(),
        Pane.EMPTY,
        draft,
        news.withoutTyping(),
        new Mode.Writing());
  }

  public ChatState withPane(Pane next) {
    return new ChatState(
        columns, rows, now, zone, self, conversations, open, next, draft, news, mode);
  }

  public ChatState withDraft(Composition next) {
    return new ChatState(
        columns, rows, now, zone, self, conversations, open, pane, next, news, mode);
  }

  public ChatState withComposer(UnaryOperator<Composer> change) {
    return withDraft(draft.withComposer(change.apply(draft.composer())));
  }

  public ChatState withNews(News next) {
    return new ChatState(
        columns, rows, now, zone, self, conversations, open, pane, draft, next, mode);
  }

  public ChatState withMode(Mode next) {
    return new ChatState(
        columns, rows, now, zone, self, conversations, open, pane, draft, news, next);
  }

  /// Said for a while above the composer.
  public ChatState say(String text, Ink ink) {
    return withNews(news.withNotice(text, ink, now.plus(NOTICE_TIME)));
  }

  /// Stays above the composer until Escape.
  public ChatState warn(String text) {
    return withNews(news.withNotice(text, Ink.WARNING, Instant.MAX));
  }
}
