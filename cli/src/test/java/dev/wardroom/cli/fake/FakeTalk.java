package dev.wardroom.cli.fake;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import dev.wardroom.client.view.MessageView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Conversations, their messages, and what was asked for.
public final class FakeTalk implements Conversations {
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final List<MessageView> messages = new CopyOnWriteArrayList<>(Talk.messages());
  public final List<MessageView> arrivals = new CopyOnWriteArrayList<>();
  public final List<ConversationView> conversations =
      new CopyOnWriteArrayList<>(
          List.of(Talk.HARBOUR, Samples.direct(Samples.ADA, 2), Samples.direct(Samples.BO, 0)));
  public final FakeEvents events = new FakeEvents();

  public FakeTalk() {
    messages.replaceAll(FakeTalk::inHarbour);
  }

  private static MessageView inHarbour(MessageView message) {
    return message.conversation().equals(Talk.HARBOUR.conversation()) ? message : moved(message);
  }

  private static MessageView moved(MessageView one) {
    return new MessageView(
        one.message(),
        Talk.HARBOUR.conversation(),
        one.number(),
        one.arrival(),
        one.from(),
        one.fromDevice(),
        one.own(),
        one.sentAt(),
        one.acceptedAt(),
        one.kind(),
        one.delivery(),
        one.text(),
        one.target(),
        one.replyTo(),
        one.mentions(),
        one.file(),
        one.location(),
        one.reactions(),
        one.editedAt(),
        one.recalled(),
        one.expiresAt(),
        one.ttlSeconds(),
        one.burnSeconds(),
        one.starred(),
        one.read(),
        one.readBy(),
        one.verifiedSender(),
        one.warnings());
  }

  @Override
  public List<ConversationView> list() {
    return List.copyOf(conversations);
  }

  @Override
  public ConversationView get(ConversationRef conversation) {
    return resolve(conversation.text());
  }

  @Override
  public ConversationView resolve(String idOrTitle) {
    return conversations.stream()
        .filter(
            one -> one.conversation().text().startsWith(idOrTitle) || one.title().equals(idOrTitle))
        .findFirst()
        .orElseThrow(() -> new ClientException(Kind.NOT_FOUND, "No conversation " + idOrTitle));
  }

  @Override
  public ConversationView direct(String username) {
    calls.add("direct " + username);
    return conversations.stream()
        .filter(one -> one.kind() == ConversationView.Kind.DIRECT)
        .filter(one -> one.members().stream().anyMatch(m -> m.person().username().equals(username)))
        .findFirst()
        .orElseThrow(() -> new ClientException(Kind.NOT_FOUND, "There is no @" + username));
  }

  @Override
  public ConversationView createRoom(String title, List<String> usernames) {
    calls.add("createRoom " + title + " " + usernames);
    ConversationView room = Samples.room(title, 0);
    conversations.addFirst(room);
    return room;
  }

  @Override
  public ConversationView createGroup(String title, List<String> usernames) {
    calls.add("createGroup " + title + " " + usernames);
    return Samples.room(title, 0);
  }

  @Override
  public void add(ConversationRef conversation, List<String> usernames) {
    calls.add("add " + usernames);
  }

  @Override
  public void remove(ConversationRef conversation, String username) {
    calls.add("remove " + username);
  }

  @Override
  public void leave(ConversationRef conversation) {
    calls.add("leave");
  }

  @Override
  public void setModerator(ConversationRef conversation, String username, boolean moderator) {
    calls.add("setModerator " + username + " " + moderator);
  }

  @Override
  public void setTimers(ConversationRef conversation, int ttlSeconds, int burnSeconds) {
    calls.add("setTimers " + ttlSeconds + " " + burnSeconds);
  }

  @Override
  public void setCard(ConversationRef conversation, String title, String description) {
    calls.add("setCard " + title + "|" + description);
  }

  @Override
  public void delete(ConversationRef conversation) {
    calls.add("delete");
  }

  @Override
  public void pin(ConversationRef conversation, boolean pinned) {
    calls.add("pin " + pinned);
  }

  @Override
  public void mute(ConversationRef conversation, Optional<Instant> until) {
    calls.add("mute " + until.map(Instant::toString).orElse("off"));
  }

  @Override
  public void markRead(ConversationRef conversation) {
    calls.add("markRead");
  }

  @Override
  public void typing(ConversationRef conversation) {
    calls.add("typing");
  }
}
