/// How messages come in.
///
/// ```
/// Inbox            items of the mailbox in order: verify, open, save with the cursor, then acknowledge
/// Receiving        one message: checks by protocol/core, what it changes, its keys' end
/// ContentApplier   what an opened content changes here
/// StandIns         rows for what is no opened message: log entries, unopened and gone ones
/// SendAgain        asking for what could not be opened, and answering such asks
/// ```
///
/// Invariants: a message, the destruction of its key and the cursor are one transaction; it is
/// acknowledged after that; applying the same message twice changes nothing; what is refused is
/// kept, bounded, and shown; no sender chooses the key of a row that is not its own message; no row
/// stands for a message whose sender was not judged.
@NullMarked
package dev.wardroom.client.inbox;

import org.jspecify.annotations.NullMarked;
