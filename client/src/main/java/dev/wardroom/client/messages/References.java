package dev.wardroom.client.messages;

import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.schema.v1.Reference;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.MessageId;
import java.util.Optional;

/// Messages as other messages name them: by conversation, id **and** digest. An id alone names
/// nothing, because every sender chooses its own, and may choose somebody else's.
public final class References {

  private final MessageStore messages;

  public References(MessageStore messages) {
    this.messages = messages;
  }

  /// The message of this conversation that is meant, when it is here.
  public Optional<StoredMessage> named(Tx tx, ConversationId conversation, Reference reference) {
    return id(reference).stream()
        .flatMap(id -> messages.withId(tx, conversation, id).stream())
        .filter(message -> isMeant(message, reference))
        .findFirst();
  }

  /// The own message with this id.
  public Optional<StoredMessage> own(Tx tx, ConversationId conversation, MessageId id) {
    return messages.withId(tx, conversation, id).stream().filter(StoredMessage::own).findFirst();
  }

  /// Whether an edit, recall or reaction is about this message.
  public static boolean isAbout(StoredMessage about, StoredMessage message) {
    return about.conversation().equals(message.conversation())
        && about.content().map(References::target).filter(r -> isMeant(message, r)).isPresent();
  }

  private static Reference target(Content content) {
    return switch (content.getKindCase()) {
      case EDIT -> content.getEdit().getTarget();
      case RECALL -> content.getRecall().getTarget();
      case REACTION -> content.getReaction().getTarget();
      case TEXT,
          LOCATION,
          FILE,
          READ_RECEIPT,
          ROOM_CARD,
          OWN_STATE,
          PROFILE,
          SEND_AGAIN,
          RESENT,
          KIND_NOT_SET ->
          Reference.getDefaultInstance();
    };
  }

  private static boolean isMeant(StoredMessage message, Reference reference) {
    Bytes digest = Bytes.of(reference.getDigest().toByteArray());
    return message.digest().filter(own -> own.bytes().equals(digest)).isPresent();
  }

  private static Optional<MessageId> id(Reference reference) {
    try {
      return reference.getMessageId().isEmpty()
          ? Optional.empty()
          : Optional.of(MessageId.fromWire(reference.getMessageId().toByteArray()));
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }
}
