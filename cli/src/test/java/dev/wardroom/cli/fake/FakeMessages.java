package dev.wardroom.cli.fake;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Messages;
import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.client.view.MessageView.DeliveryState;
import dev.wardroom.client.view.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Messages in a list; what is sent is put at its end.
final class FakeMessages implements Messages {
  private final FakeTalk talk;

  FakeMessages(FakeTalk talk) {
    this.talk = talk;
  }

  @Override
  public MessageView send(ConversationRef conversation, Draft draft, Progress progress) {
    talk.calls.add("send " + words(draft));
    int number = talk.messages.size() + 1;
    Message message = Message.of(number, Samples.ME, draft.text()).in(conversation);
    draft.file().ifPresent(path -> message.file(path.getFileName().toString(), 1_000, 0));
    draft
        .replyTo()
        .map(this::get)
        .ifPresent(quoted -> message.replyTo((int) quoted.number(), quoted.from(), quoted.text()));
    for (int step = 0; draft.file().isPresent() && step <= 10; step++) {
      progress.at("Sending " + draft.file().get().getFileName(), step, 10);
    }
    MessageView sent = message.delivery(DeliveryState.ACCEPTED).build();
    talk.messages.add(sent);
    return sent;
  }

  private static String words(Draft draft) {
    StringBuilder words = new StringBuilder(draft.text());
    draft.file().ifPresent(path -> words.append(" file=").append(path.getFileName()));
    draft.location().ifPresent(place -> words.append(" at=").append(place.latitude()));
    draft.replyTo().ifPresent(ref -> words.append(" re=").append(ref.text().substring(30)));
    draft.ttlSeconds().ifPresent(seconds -> words.append(" ttl=").append(seconds));
    draft.burnSeconds().ifPresent(seconds -> words.append(" burn=").append(seconds));
    if (draft.voiceMillis() > 0) {
      words.append(" voice=").append(draft.voiceMillis());
    }
    return draft.mentions().isEmpty() ? words.toString() : words + " @" + draft.mentions();
  }

  @Override
  public MessageView awaitAccepted(MessageRef message, Duration patience) {
    MessageView sent = get(message);
    if (sent.text().equals("never arrives")) {
      throw new ClientException(
          Kind.UNREACHABLE, "The server does not answer. The message is saved and sent later.");
    }
    return sent;
  }

  @Override
  public MessageView react(MessageRef message, String emoji, boolean removed) {
    talk.calls.add("react " + emoji + " " + removed);
    return get(message);
  }

  @Override
  public MessageView edit(MessageRef message, String markdown) {
    talk.calls.add("edit " + markdown);
    return get(message);
  }

  @Override
  public MessageView recall(MessageRef message) {
    talk.calls.add("recall " + message.text().substring(30));
    return get(message);
  }

  @Override
  public void delete(MessageRef message) {
    talk.calls.add("delete " + message.text().substring(30));
    talk.messages.removeIf(one -> one.message().equals(message));
  }

  @Override
  public void star(MessageRef message, boolean starred) {
    talk.calls.add("star " + starred);
  }

  @Override
  public void markRead(MessageRef message) {
    talk.calls.add("markRead " + message.text().substring(30));
  }

  @Override
  public void discard(MessageRef message) {
    talk.calls.add("discard " + message.text().substring(30));
  }

  @Override
  public MessageView get(MessageRef message) {
    return resolve(message.text());
  }

  @Override
  public MessageView resolve(String idBeginning) {
    return talk.messages.stream()
        .filter(one -> one.message().text().startsWith(idBeginning))
        .findFirst()
        .orElseThrow(() ->
            new ClientException(
                Kind.NOT_FOUND, "There is no message " + idBeginning + " on this device."));
  }

  @Override
  public List<MessageView> history(
      ConversationRef conversation, Optional<MessageRef> before, int limit) {
    List<MessageView> here =
        talk.messages.stream().filter(one -> one.conversation().equals(conversation)).toList();
    int end =
        before
            .map(ref -> here.stream().map(MessageView::message).toList().indexOf(ref))
            .orElse(here.size());
    return here.subList(Math.max(0, end - limit), end);
  }

  @Override
  public List<MessageView> search(String words, Optional<ConversationRef> conversation, int limit) {
    return talk.messages.reversed().stream()
        .filter(one -> one.text().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)))
        .limit(limit)
        .toList();
  }

  @Override
  public List<MessageView> starred(int limit) {
    return List.of();
  }
}
