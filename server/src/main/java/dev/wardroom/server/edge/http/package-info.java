/// HTTP: the Connect protocol's unary calls, file streams, pages, and the upgrade to the socket.
///
/// ```
/// HttpServing          one Vert.x server, plain or TLS; forwards by path
/// ├─ ConnectDoor       POST /wardroom.v1.Service/Method, protobuf or JSON
/// ├─ StreamDoor        PUT, GET, HEAD below a StreamRoute's prefix
/// ├─ Pages             /  /live  /ready  /metrics
/// └─ edge.socket       GET /v1/socket
/// ```
///
/// Threads: everything of Vert.x happens on event loops; `ConnectDoor` and `StreamDoor` hand work
/// to virtual threads and come back to the request's own event loop to answer.
@NullMarked
package dev.wardroom.server.edge.http;

import org.jspecify.annotations.NullMarked;
