package dev.wardroom.client.messages;

import dev.wardroom.client.view.MessageKind;
import dev.wardroom.client.view.MessageView;
import dev.wardroom.schema.v1.Content;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.UserId;
import java.util.Optional;

/// A row of a message. Times are milliseconds since epoch, 0 = not.
///
/// @param arrival 0 before it is inserted
/// @param number place in the conversation, 0 until accepted
/// @param own of the own person
/// @param here sent from this device
/// @param warnings bits by `WarningView.Kind`
/// @param edited newest text, absent when never edited
/// @param localPath where its file lies here
public record StoredMessage(
    long arrival,
    MessageId id,
    ConversationId conversation,
    long number,
    UserId sender,
    DeviceId device,
    boolean own,
    boolean here,
    long sequence,
    Optional<Digest64> digest,
    long sentAt,
    long acceptedAt,
    long ttl,
    long burn,
    long expiresAt,
    MessageKind kind,
    Optional<MessageId> target,
    Optional<MessageId> replyTo,
    MessageView.DeliveryState delivery,
    boolean starred,
    long readAt,
    boolean recalled,
    long editedAt,
    boolean mentionsMe,
    int warnings,
    Optional<Content> content,
    Optional<String> edited,
    Optional<String> localPath) {}
