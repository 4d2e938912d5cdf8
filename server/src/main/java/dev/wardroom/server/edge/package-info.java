/// The doors of the server. The only room that imports Vert.x.
///
/// ```
/// POST /wardroom.v1.Service/Method ─┐
///                                   ├─ RouteTable ─ Dispatcher ─ a domain's handler
/// socket, Call frame ───────────────┘    │             │
///                                        │             ├─ Authenticator (accounts)   who asks
///                                        │             ├─ RateLimiter                how often
///                                        │             └─ FieldLimits                how large
///                                        └─ checked at start: every method of the schema has an auth option,
///                                           a handler of that kind and bounds on its fields
/// /v1/files/{id}  StreamRoute: blocking streams with back-pressure
/// /v1/socket      edge.socket
/// /live /ready /metrics /   edge.http.Pages
/// ```
///
/// A domain's `*Routes` class registers its handlers in [Routes]; they are blocking code and run on
/// a virtual thread of their own, bounded in number, with a deadline ([RequestContext]). What they
/// throw becomes an answer in [ErrorMapping] and nowhere else.
///
/// Threads: event loops parse and write, nothing more.
@NullMarked
package dev.wardroom.server.edge;

import org.jspecify.annotations.NullMarked;
