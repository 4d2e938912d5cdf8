/// What administrators did: append-only, hash-chained per network.
///
/// ```
/// audit_head   network → number and hash of the newest entry; its row lock orders the entries
/// audit_entry  network, number → at, actor, action, subject, details, hash
/// hash         SHA-512/32("wardroom/1 audit" || hash before || network || number || at || the four texts)
/// ```
///
/// An entry is written in the transaction of the change it tells of: both are there or neither.
/// Texts hold ids in hexadecimal and settings, never content, passwords, secrets or tokens. A
/// changed, removed or inserted entry breaks the chain, which
/// [dev.wardroom.server.audit.Audit#check] finds; cutting off the newest entries is found by
/// comparing with a head noted elsewhere.
///
/// Threads: stateless, thread-safe. Failure: nothing is refused here.
@NullMarked
package dev.wardroom.server.audit;

import org.jspecify.annotations.NullMarked;
