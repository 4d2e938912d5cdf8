/// Sees by tracing system calls that no answer leaves before its data is on the disk. A killed
/// process proves nothing about that: the page cache outlives it.
///
/// `strace` writes what server and database do; [TraceReader] turns that into events on one clock,
/// and [DurabilityCheck] looks, for each send of a client that sends alone, for a write to the log
/// and a sync after it that ended before the answer was written.
@NullMarked
package dev.wardroom.e2e.durability;

import org.jspecify.annotations.NullMarked;
