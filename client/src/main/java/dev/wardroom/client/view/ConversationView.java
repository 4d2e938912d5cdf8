package dev.wardroom.client.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A conversation as the list shows it.
///
/// @param title the room's title; for a direct conversation the other person's shown name; for
///   notes to oneself "Notes"
/// @param members in the order of joining
/// @param unread messages from others after the read marker
/// @param mentioned one of the unread messages names the own person or everyone
/// @param lastActivity time of the newest message, or of joining
/// @param preview newest text, one line, empty when there is none
/// @param pinned kept on top of the own lists
/// @param mutedUntil `Instant.MAX` for always
/// @param defaultTtlSeconds time to live of new messages, 0 = none
/// @param defaultBurnSeconds burn-on-read of new messages, 0 = none
/// @param retained a data-retention process takes part and keeps what is deleted
/// @param left the own person is no longer a member: reading only
/// @param forked the server showed two histories; sending is stopped
public record ConversationView(
    ConversationRef conversation,
    Kind kind,
    String title,
    String description,
    List<MemberView> members,
    int unread,
    boolean mentioned,
    Instant lastActivity,
    String preview,
    boolean pinned,
    Optional<Instant> mutedUntil,
    int defaultTtlSeconds,
    int defaultBurnSeconds,
    boolean retained,
    boolean left,
    boolean forked) {

  public ConversationView {
    members = List.copyOf(members);
  }

  /// What kind of conversation it is.
  public enum Kind {
    /// Two people.
    DIRECT,
    /// Anyone adds members.
    GROUP,
    /// Titled, moderators decide.
    ROOM,
    /// The own person alone: notes, and the state that own devices share.
    NOTES
  }

  /// @param moderator may add, remove and set timers in a room
  public record MemberView(PersonView person, boolean moderator) {}
}
