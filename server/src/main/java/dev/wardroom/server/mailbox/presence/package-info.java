/// Typing and presence: never stored, forwarded to connected devices only, and worth nothing later.
///
/// Typing goes to the connected devices of a conversation's other members, at most once in two
/// seconds from a device and conversation. Presence goes to those who watch, and only people who
/// share a direct conversation may watch each other.
///
/// Threads: called on virtual threads, and by events of the socket; thread-safe. On one node: a
/// device connected to another node is not seen here.
@NullMarked
package dev.wardroom.server.mailbox.presence;

import org.jspecify.annotations.NullMarked;
