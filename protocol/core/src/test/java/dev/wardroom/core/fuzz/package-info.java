/// Fuzzing of every decoder of objects that come from outside. Seeds are the cases of `vectors/`.
/// Two properties: what parses prints the same bytes, and nothing but `ProtocolException` escapes;
/// of sealed and signed things nothing but the original is taken.
///
/// `make fuzz` runs the fuzz tests (classes `*Fuzz` of all modules) with coverage guidance; the
/// ordinary build replays the seeds, and seeds changed from a fixed start.
@NullMarked
package dev.wardroom.core.fuzz;

import org.jspecify.annotations.NullMarked;
