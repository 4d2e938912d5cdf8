/// What proves who somebody is: registration, passwords, enrolment of devices, sessions.
///
/// ```
/// credential        network, user → verifier of the login secret, what the client derives it with
/// envelope          network, user, kind → root key or network key, sealed by the client
/// sign_in_guard     keyed hash of a name, known or not → failures, lock
/// enrolment         hash of a token → who may add a device, for five minutes
/// recovery_ticket   network, user → hash of the administrator's one-time ticket
/// session           hash of a token, unique nonce → device, end
/// server_secret     keys of the server's own: invented salts, challenges, hashes of names
/// ```
///
/// ```
/// StartSignIn → FinishSignIn (password)  ┐
/// RecoverAccount (ticket)                ┘→ enrolment token → AddDevice (list n+1)
/// StartSession → FinishSession (device key) → token → every other call
/// ```
///
/// Invariants. Passwords never come here, only a secret derived from them, and of that only a hash
/// is kept. A name that nobody has is answered, counted, locked and worked for like one that
/// somebody has. A lock stops guessing passwords and nothing else: signed-in devices and their
/// sessions go on. A challenge is answered once. A removed device's and a suspended person's
/// sessions end in the transaction that removes them, and the token cache and sockets hear of it
/// before the call returns.
///
/// Threads: thread-safe. Hashing takes one of few permits with a bounded wait, so that guesses
/// cannot take the processor or the memory from everybody else. The token cache is bounded and
/// guarded by one lock that covers memory only.
///
/// Failure: all ways to fail a sign-in answer SIGN_IN_REFUSED.
@NullMarked
package dev.wardroom.server.accounts;

import org.jspecify.annotations.NullMarked;
