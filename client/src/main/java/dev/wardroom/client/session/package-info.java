/// The engine put together, and the rooms of a session over it.
///
/// ```
/// Engine         composition root: one object per home folder in this process
/// Coordinator    what the connection brings, to whom it goes; work that follows a connection
/// LocalSession   the rooms, and the door for other processes
/// …Room          one facade interface each
/// ```
///
/// Threads: the connection, the inbox, the outbox, the expiry clock and one background worker are
/// owned by [Engine] and end with it, in this order: connection, inbox, outbox, the rest, the
/// store.
@NullMarked
package dev.wardroom.client.session;

import org.jspecify.annotations.NullMarked;
