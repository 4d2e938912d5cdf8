/// The drop where two devices of one person leave sealed notes while they link.
///
/// ```
/// link_note   channel, side, number → sealed bytes, end after ten minutes
/// ```
///
/// The server sees ciphertext of a channel whose key it never had. Who knows the 16 random bytes of
/// a channel may write and read: they are part of the code on the screen. The first note of a place
/// stays; another one for it is refused.
///
/// Threads: a reader that waits holds a virtual thread and nothing else, no connection to the
/// store; waiting readers are bounded in number. Failure: a full drop is refused with a retry time.
@NullMarked
package dev.wardroom.server.accounts.linking;

import org.jspecify.annotations.NullMarked;
