package dev.wardroom.cli.chat.state;

import dev.wardroom.client.view.MessageRef;
import dev.wardroom.client.view.MessageView;
import java.util.List;
import java.util.Optional;

/// The messages of the open conversation.
///
/// @param moreAbove older ones are in the store
/// @param scroll rows that the view is above the newest; 0 = at the bottom
/// @param unreadFrom the first message that was unread when the conversation was opened
/// @param selected the message that keys act on
public record Pane(
    List<MessageView> messages,
    boolean moreAbove,
    int scroll,
    Optional<MessageRef> unreadFrom,
    Optional<MessageRef> selected) {
  public static final Pane EMPTY =
      new Pane(List.of(), false, 0, Optional.empty(), Optional.empty());

  public Pane {
    messages = List.copyOf(messages);
  }

  public Pane withMessages(List<MessageView> newMessages, boolean more) {
    Optional<MessageRef> kept =
        selected.filter(ref -> newMessages.stream().anyMatch(one -> one.message().equals(ref)));
    return new Pane(newMessages, more, scroll, unreadFrom, kept);
  }

  public Pane withScroll(int rows) {
    return new Pane(messages, moreAbove, Math.max(0, rows), unreadFrom, selected);
  }

  public Pane withUnreadFrom(Optional<MessageRef> first) {
    return new Pane(messages, moreAbove, scroll, first, selected);
  }

  public Pane withSelected(Optional<MessageRef> message) {
    return new Pane(messages, moreAbove, scroll, unreadFrom, message);
  }

  public Optional<MessageView> selectedMessage() {
    return selected.flatMap(this::find);
  }

  public Optional<MessageView> find(MessageRef message) {
    return messages.stream().filter(one -> one.message().equals(message)).findFirst();
  }

  /// The message `steps` further down than the selected one; up when negative. Upwards from nothing
  /// is the newest; down from the newest is nothing.
  public Pane moveSelection(int steps) {
    if (messages.isEmpty()) {
      return this;
    }
    int at =
        selected
            .map(ref -> messages.stream().map(MessageView::message).toList().indexOf(ref))
            .orElse(messages.size());
    int next = Math.max(0, at + steps);
    return withSelected(
        next >= messages.size() ? Optional.empty() : Optional.of(messages.get(next).message()));
  }
}
