/// A hostile place between clients and a real server.
///
/// ```
/// MiddleMan      listens, forwards to the server, lets the rules change what passes
///   HttpHead        one request's or answer's lines
///   SocketFrames    WebSocket frames of one direction (RFC 6455)
///   Tampering       the rules: calls by method, frames of the socket, bytes of files
///   Cut             a rule ends the connection
/// Cable          connections to a database that can be cut and mended
/// ```
///
/// A client that signs in by a loopback name may do so through any port, so that each client can
/// have a place of its own in between. Nothing here knows a secret of the clients: what a rule
/// does, a server could do.
@NullMarked
package dev.wardroom.e2e.hostile;

import org.jspecify.annotations.NullMarked;
