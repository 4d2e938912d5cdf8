package dev.wardroom.client.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message as this device knows it now.
///
/// @param number position in the conversation's one order; 0 until the server has accepted it
/// @param arrival rises by one for each message this device received or wrote; the cursor of
///   [Arrivals]
/// @param from the sender
/// @param own sent by the own person (on this or another device)
/// @param sentAt the sender's clock
/// @param acceptedAt the server's clock, absent until accepted; screens order by number and show
///   this
/// @param text Markdown of a text, caption of a file, emoji of a reaction, label of a location, a
///   sentence for a membership change; empty when recalled, burnt or undecryptable
/// @param target the message that a reaction, edit or recall is about
/// @param file of a file or voice memo
/// @param editedAt absent when never edited; `text` is the newest one
/// @param recalled taken back by its author for everyone
/// @param expiresAt when the time to live or burn-on-read will delete it here
/// @param ttlSeconds time to live from acceptance, 0 = none
/// @param burnSeconds from reading, 0 = none
/// @param starred by the own person
/// @param read by the own person
/// @param readBy those whose read receipt covers it (own messages only)
/// @param verifiedSender the sender's safety number was compared
/// @param warnings shown with the message, never instead of it
public record MessageView(
    MessageRef message,
    ConversationRef conversation,
    long number,
    long arrival,
    PersonView from,
    DeviceRef fromDevice,
    boolean own,
    Instant sentAt,
    Optional<Instant> acceptedAt,
    MessageKind kind,
    DeliveryState delivery,
    String text,
    Optional<MessageRef> target,
    Optional<QuoteView> replyTo,
    List<MentionView> mentions,
    Optional<FileView> file,
    Optional<LocationView> location,
    List<ReactionView> reactions,
    Optional<Instant> editedAt,
    boolean recalled,
    Optional<Instant> expiresAt,
    int ttlSeconds,
    int burnSeconds,
    boolean starred,
    boolean read,
    List<UserRef> readBy,
    boolean verifiedSender,
    List<WarningView> warnings) {

  public MessageView {
    mentions = List.copyOf(mentions);
    reactions = List.copyOf(reactions);
    readBy = List.copyOf(readBy);
    warnings = List.copyOf(warnings);
  }

  /// Where an own message is on its way. Messages of others are always `DELIVERED`.
  public enum DeliveryState {
    /// Saved here, not yet accepted by the server; sent again by itself.
    WAITING,
    /// The server has it on disk.
    ACCEPTED,
    /// On this device (messages of others).
    DELIVERED,
    /// At least one reader confirmed reading.
    READ,
    /// Given up: the warning says why.
    FAILED
  }

  /// A quoted message, or only its id when this device does not have it.
  public record QuoteView(MessageRef message, Optional<PersonView> from, String text) {}

  /// @param user absent for everyone
  /// @param start place in the Markdown, UTF-16 code units
  public record MentionView(Optional<UserRef> user, int start, int length) {}

  /// @param sizeBytes of the content
  /// @param voiceMillis playable length of a voice memo, 0 for other files
  /// @param localPath set once the file was downloaded or sent from this device
  public record FileView(
      String name, String mediaType, long sizeBytes, int voiceMillis, Optional<String> localPath) {}

  /// @param accuracyMetres 0 when unknown
  public record LocationView(
      double latitude, double longitude, double accuracyMetres, String label) {}

  /// One emoji and who chose it.
  public record ReactionView(String emoji, List<PersonView> by) {}
}
