package dev.wardroom.cli.chat.state;

import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.Draft;
import dev.wardroom.client.view.MessageRef;
import java.util.List;
import java.util.Optional;

/// Something for the loop to do against the engine or the terminal.
public sealed interface Effect {
  /// Shows a conversation, from its newest message or so that a certain one is seen.
  record Open(ConversationRef conversation, Optional<MessageRef> at) implements Effect {}

  record OpenDirect(String username) implements Effect {}

  record LoadOlder(ConversationRef conversation, MessageRef before) implements Effect {}

  record Send(ConversationRef conversation, Draft draft) implements Effect {}

  record React(MessageRef message, String emoji, boolean removed) implements Effect {}

  record Edit(MessageRef message, String markdown) implements Effect {}

  record Recall(MessageRef message) implements Effect {}

  record DeleteHere(MessageRef message) implements Effect {}

  record Discard(MessageRef message) implements Effect {}

  record Star(MessageRef message, boolean on) implements Effect {}

  record SaveFile(MessageRef message, String folder) implements Effect {}

  record MarkRead(ConversationRef conversation) implements Effect {}

  record Typing(ConversationRef conversation) implements Effect {}

  record CreateRoom(String title, List<String> usernames) implements Effect {}

  record AddMembers(ConversationRef conversation, List<String> usernames) implements Effect {}

  record RemoveMember(ConversationRef conversation, String username) implements Effect {}

  record Leave(ConversationRef conversation) implements Effect {}

  record SetTimers(ConversationRef conversation, int ttlSeconds, int burnSeconds)
      implements Effect {}

  record SetTitle(ConversationRef conversation, String title, String description)
      implements Effect {}

  record Pin(ConversationRef conversation, boolean on) implements Effect {}

  record Mute(ConversationRef conversation, boolean on) implements Effect {}

  record Block(String username, boolean on) implements Effect {}

  record Invite(String username) implements Effect {}

  record ShowSafetyNumber(String username) implements Effect {}

  record MarkVerified(String username, boolean on) implements Effect {}

  record ShowDevices() implements Effect {}

  record ShowStatus() implements Effect {}

  record Search(String words, Optional<ConversationRef> conversation) implements Effect {}

  record CompletePath(String beginning) implements Effect {}

  /// To the clipboard of the person's terminal.
  record Copy(String text) implements Effect {}

  record Redraw() implements Effect {}

  record Quit() implements Effect {}
}
