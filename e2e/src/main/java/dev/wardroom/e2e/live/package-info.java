/// A real server in this process and real engines of people, each behind a [MiddleMan] of its own.
///
/// ```
/// LiveServer     on a free port, with a clock that can be moved
/// LivePeople     homes, sessions and what lies between them and the server
/// CopiedHome     what somebody has who copied a home folder and its key
/// ```
///
/// [MiddleMan]: dev.wardroom.e2e.hostile.MiddleMan
@NullMarked
package dev.wardroom.e2e.live;

import org.jspecify.annotations.NullMarked;
