package dev.wardroom.server.edge.http;

import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.StreamRoute;
import dev.wardroom.server.edge.socket.SocketDoor;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.Limits;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What app hands in to serve HTTP.
///
/// @param ready asks whether the store answers; blocking
public record Serving(
    Config config,
    Limits limits,
    Dispatcher dispatcher,
    Map<String, StreamRoute> streams,
    SocketDoor sockets,
    PrometheusMeterRegistry metrics,
    BooleanSupplier ready,
    String version) {

  /// Puts the doors together; nothing listens yet.
  public HttpServing open() {
    return new HttpServing(
        config,
        Duration.ofSeconds(limits.of(EdgeLimits.TLS_LOOK_SECONDS)),
        new ConnectDoor(dispatcher, config.behindProxy()),
        new StreamDoor(dispatcher, streams, limits.countOf(EdgeLimits.STREAMS_MAX)),
        new Pages(metrics, ready, Set.copyOf(config.metrics().allowed()), version),
        sockets);
  }
}
