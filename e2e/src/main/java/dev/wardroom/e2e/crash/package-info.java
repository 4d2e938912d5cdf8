/// Load, killing and counting.
///
/// ```
/// CrashRun      one engine: people, conversations, load, kills, counts
///   ServerProcess       killed and started again
///   ClientProcess  ×n   killed and started again; each is a Talker that prints what was accepted
///   Ledger              what the server said it has on disk
///   Verdict             compares the ledger with what every home shows at the end
/// ```
@NullMarked
package dev.wardroom.e2e.crash;

import org.jspecify.annotations.NullMarked;
