package dev.wardroom.client.inbox;

import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.message.MessageHeader;

/// A message whose signature and checks hold, with its place.
///
/// @param number place in the conversation, 0 when not known (history)
/// @param acceptedAt by the server's clock, milliseconds since epoch
/// @param warnings bits by `WarningView.Kind`
/// @param item header, key, payload and signature, for message items
/// @param secret the message key K
public record Received(
    MessageHeader header,
    Digest64 digest,
    long number,
    long acceptedAt,
    int warnings,
    byte[] item,
    byte[] secret) {}
