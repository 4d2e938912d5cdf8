/// The running messenger.
///
/// One thread owns the state: it takes from a bounded queue of
/// [Input][dev.wardroom.cli.chat.loop.Input]s, applies pure functions and paints. Four others only
/// put into the queue: the reader of keys (a platform thread, because reading a terminal may hold
/// its carrier), the reader of the engine's events, the one that reads lists and messages anew when
/// something changed, and the one that performs effects one after another; each transfer of a file
/// has a thread of its own, so that writing goes on meanwhile.
///
/// The terminal is given back as it was in every case: the painter's `close` runs in a `finally`
/// and in a shutdown hook.
@NullMarked
package dev.wardroom.cli.chat.loop;

import org.jspecify.annotations.NullMarked;
