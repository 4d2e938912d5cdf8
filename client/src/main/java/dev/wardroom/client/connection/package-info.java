/// How a device talks to its server.
///
/// ```
/// ServerApi     one unary call: POST, protobuf (Connect protocol), over HTTP or, when it fits, over the socket
/// SignedIn      signs in by challenge and keeps the short-lived token
/// Socket        one WebSocket: one reader, one writer, bounded queue
/// Connection    keeps the socket up: backoff with jitter, clock offset, state
/// ```
///
/// Failures: [Refused] when the server says no (with its reason and retry time), [Unreachable] when
/// it does not answer. Neither carries content. Threads: all classes are thread-safe; nothing acts
/// inside the socket's reader, which only fills a bounded queue and asks for the next frame once
/// one is taken.
@NullMarked
package dev.wardroom.client.connection;

import org.jspecify.annotations.NullMarked;
