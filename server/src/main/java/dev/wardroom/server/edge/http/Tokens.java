package dev.wardroom.server.edge.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// The bearer token of a request.
final class Tokens {
  private static final String BEARER = "Bearer ";
  private static final int LENGTH_MAX = 128;

  private Tokens() {}

  /// Absent when there is none, or none that could be one.
  static @Nullable String of(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    boolean plausible =
        header != null
            && header.startsWith(BEARER)
            && header.length() <= BEARER.length() + LENGTH_MAX;
    return plausible ? header.substring(BEARER.length()) : null;
  }
}
