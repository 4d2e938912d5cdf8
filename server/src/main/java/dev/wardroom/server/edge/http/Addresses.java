package dev.wardroom.server.edge.http;

import io.vertx.core.http.HttpServerRequest;

/// Where a request comes from.
final class Addresses {
  private Addresses() {}

  /// The peer's address, or, behind a proxy, the last one that the proxy wrote: the only one that a
  /// caller cannot choose.
  static String of(HttpServerRequest request, boolean behindProxy) {
    String peer = peer(request);
    if (!behindProxy) {
      return peer;
    }
    String forwarded = request.getHeader("X-Forwarded-For");
    if (forwarded == null || forwarded.isBlank()) {
      return peer;
    }
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }

  /// The address at the other end of the connection.
  static String peer(HttpServerRequest request) {
    return request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
  }
}
