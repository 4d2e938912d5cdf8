/// Kills the command line's process at named points, starts it again, and counts.
///
/// ```
/// PointRun          people, one after another each point
///   KilledProcess      a `wardroom` command, ended by SIGKILL
///   PointOutcome       what was lost, what came twice, what had to be carried twice
/// ```
///
/// Where a process is can be told from the wire: what it asks for comes after what it saved. So the
/// points need no switch inside the client; a [MiddleMan] sees the point pass and kills.
///
/// [MiddleMan]: dev.wardroom.e2e.hostile.MiddleMan
@NullMarked
package dev.wardroom.e2e.points;

import org.jspecify.annotations.NullMarked;
