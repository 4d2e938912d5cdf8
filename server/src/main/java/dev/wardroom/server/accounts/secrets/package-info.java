/// What passwords leave behind, and what the server keeps of its own.
///
/// ```
/// Passwords       hash, compare, invent        credential, envelope
/// SignInGuard     count and lock per name      sign_in_guard
/// ServerSecrets   keys of the server's own     server_secret
/// Token           random bearer tokens, known here by their hash
/// ```
///
/// The package comment above says what all of it promises. Threads: thread-safe. Failure: a locked
/// name, weak parameters and a full queue of hashes are refused; a wrong password is a `false`.
@NullMarked
package dev.wardroom.server.accounts.secrets;

import org.jspecify.annotations.NullMarked;
