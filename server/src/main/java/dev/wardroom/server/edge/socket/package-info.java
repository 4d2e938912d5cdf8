/// One WebSocket per device at `/v1/socket`.
///
/// ```
/// client                                server
/// Hello (token, versions)  ───────────▶ Authenticator; the newest socket of a device wins
///                          ◀─────────── Welcome, then Items from the device's cursors
/// Call ×16 in flight       ───────────▶ the same handlers as over HTTP      ◀── Reply
/// Acknowledgement          ───────────▶ DeliveryReader; opens the Window again
/// Typing, SetPresence      ───────────▶ Ephemerals                          ◀── Typing, Presence
///                          ◀─────────── Notice; Refusal `bye` before a close
/// ```
///
/// Delivery. A [SocketSession] reads the device's mailbox through a [DeliveryReader] on a virtual
/// thread that lives only while there is something to read. When it has read to the end, the device
/// is *caught up*: from then on the mailbox hands committed items over from memory
/// ([LiveDevice#offer]), and they go out without a look at the database. Whatever does not fit
/// (window full, a gap, a reader at work) turns into a wake-up, and wake-ups are coalesced. At most
/// 256 items or 1 MiB are unacknowledged.
///
/// Threads. A session is touched by its event loop, by the one reading thread and by committing
/// threads; its monitor guards its few fields and is never held over I/O. Inside it only the
/// reader's `take` is called, which must not lock anything that is held while calling the edge. An
/// idle session owns no thread, no timer and no queue.
///
/// Failure. A slow client fills its queue, and after ten seconds is closed; it catches up from its
/// mailbox when it comes back. A socket that breaks the rules gets a `bye` with the reason.
@NullMarked
package dev.wardroom.server.edge.socket;

import org.jspecify.annotations.NullMarked;
