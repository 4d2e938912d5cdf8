/// What a device does when the server was restored from a backup.
///
/// ```
/// ServerRestore    notices the new incarnation, reads everything again, heals what it can
/// ```
///
/// Invariants: nothing of the restored server is taken before the positions here are back at the
/// beginning; what is still to be healed is saved, so that a lost connection or a refusal of one
/// conversation neither repeats nor skips the rest.
@NullMarked
package dev.wardroom.client.restore;

import org.jspecify.annotations.NullMarked;
