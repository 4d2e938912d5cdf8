/// Messages: what is kept of them, what contents mean, and how they go out and come in.
///
/// ```
/// MessageStore     rows, content sealed
/// ContentApplier   what an opened content changes here, in the transaction that saves it
/// MessageViews     rows as screens and scripts see them
/// Outbox           saved first, then sealed and sent, again and again if need be
/// Inbox            items from the mailbox: verify, open, save with the cursor, then acknowledge
/// SendAgain        asking for what could not be opened, and answering such asks
/// Receipts         telling authors, at most one each 2 s
/// Expiry           times to live and burn clocks, across restarts
/// ```
///
/// Invariants: a message is in the outbox before it is sent and in the store before it is acknowledged; sending again
/// repeats the stored bytes; applying the same message twice changes nothing; nothing that was received is dropped
/// silently: what is refused is kept and shown.
@NullMarked
package dev.wardroom.client.messages;

import org.jspecify.annotations.NullMarked;
