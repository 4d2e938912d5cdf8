/// Sessions of signed-in devices: challenge, token, cache, ending.
///
/// ```
/// Challenges   nonces without memory, good for a minute and one device
/// Sessions     opens, finds and ends; listens to removals and suspensions
/// TokenCache   bounded; believed for 30 seconds; emptied of a device when its sessions end
/// HostNames    which server a challenge may be signed for
/// ```
///
/// The package comment above says what all of it promises. Threads: thread-safe. Failure: a device
/// that is unknown, removed or signs wrongly hears SIGN_IN_REFUSED, whichever it was.
@NullMarked
package dev.wardroom.server.accounts.sessions;

import org.jspecify.annotations.NullMarked;
