package dev.wardroom.client;

import dev.wardroom.client.view.ConversationRef;
import dev.wardroom.client.view.ConversationView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Conversations and their membership. Changes are signed log entries; the server takes them only
/// at the present head, and the engine looks again and signs anew when somebody else was first.
public interface Conversations {

  /// Pinned ones first, then by last activity.
  List<ConversationView> list();

  /// @throws ClientException NOT_FOUND
  ConversationView get(ConversationRef conversation);

  /// By full id, unique beginning of an id, title, or user name of the other person in a direct
  /// one.
  ///
  /// @throws ClientException NOT_FOUND or USAGE when several fit
  ConversationView resolve(String idOrTitle);

  /// The direct conversation with a person, made when there is none; the own user name gives the
  /// notes.
  ConversationView direct(String username);

  /// A titled room; the own person is its moderator.
  ConversationView createRoom(String title, List<String> usernames);

  /// A group without moderators.
  ConversationView createGroup(String title, List<String> usernames);

  /// Adds people and sends them the room card. At most 500 at once.
  void add(ConversationRef conversation, List<String> usernames);

  void remove(ConversationRef conversation, String username);

  void leave(ConversationRef conversation);

  void setModerator(ConversationRef conversation, String username, boolean moderator);

  /// Defaults for new messages, 0 = none.
  void setTimers(ConversationRef conversation, int ttlSeconds, int burnSeconds);

  /// Title and description travel encrypted, as a room card.
  void setCard(ConversationRef conversation, String title, String description);

  /// Ends the conversation for everybody (moderators).
  void delete(ConversationRef conversation);

  void pin(ConversationRef conversation, boolean pinned);

  /// Absent = not muted; `Instant.MAX` = always.
  void mute(ConversationRef conversation, Optional<Instant> until);

  /// Marks everything up to now as read, on the own devices too, and tells the authors (rooms up to
  /// 32 members).
  void markRead(ConversationRef conversation);

  /// Never stored; sent at most once in 2 s, more often does nothing.
  void typing(ConversationRef conversation);
}
