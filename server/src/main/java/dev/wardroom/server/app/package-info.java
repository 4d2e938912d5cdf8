/// The process: command line, data folder, start, stop, and the wiring of all rooms by hand.
///
/// ```
/// Main                 arguments, exit codes, the ready line, SIGTERM
/// └─ Server            start: lock → store → Wiring → doors → workers; close: the same backwards
///    └─ Wiring         which domain gets what; the only place that knows all of them
/// ```
///
/// Exit codes: 0 stopped, 2 wrong use or configuration, 3 refused (folder in use, port taken, store
/// of a newer release), 4 the database cannot be reached.
@NullMarked
package dev.wardroom.server.app;

import org.jspecify.annotations.NullMarked;
