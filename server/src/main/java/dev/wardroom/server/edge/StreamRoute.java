package dev.wardroom.server.edge;

import java.io.IOException;

/// Answers plain HTTP requests whose bodies are too large for memory. Blocking code on a virtual
/// thread; reading and writing wait for the other side.
@FunctionalInterface
public interface StreamRoute {

  /// Answers one request, exactly once. What it throws before it answered becomes an answer as for
  /// calls; afterwards the connection is closed. An [IOException] is the peer going away.
  void answer(StreamExchange exchange) throws IOException;
}
