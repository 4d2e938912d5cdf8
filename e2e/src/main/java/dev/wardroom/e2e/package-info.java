/// Runs the whole product as processes and looks at it from outside.
///
/// ```
/// CrashMain      make crash: kills server and clients under load, then counts
/// crash          the load, the killing and the counting
/// durability     no answer leaves before its data is on the disk, seen by tracing system calls
/// canary         nothing that is meant to be secret is anywhere on the server
/// ```
///
/// One seed decides everything random and is printed. Processes are started with this program's own
/// class path.
@NullMarked
package dev.wardroom.e2e;

import org.jspecify.annotations.NullMarked;
