/// Messages as they are kept and shown.
///
/// ```
/// MessageStore     rows, content sealed
/// MessageViews     rows as screens and scripts see them, with reactions, receipts and quotes folded in
/// References       which message another one means: by conversation, id and digest
/// Expiry           times to live and burn clocks, across restarts
/// Items            the ciphertext parts of a message, for message items
/// ```
@NullMarked
package dev.wardroom.client.messages;

import org.jspecify.annotations.NullMarked;
