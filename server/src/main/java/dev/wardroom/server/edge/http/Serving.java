package dev.wardroom.server.edge.http;

import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.OpenCount;
import dev.wardroom.server.edge.Readiness;
import dev.wardroom.server.edge.StreamRoute;
import dev.wardroom.server.edge.socket.SocketDoor;
import dev.wardroom.server.kernel.ByteBudget;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.Limits;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What app hands in to serve HTTP.
///
/// @param ready asks whether the store answers; blocking, bounded in time
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
        new ConnectDoor(
            dispatcher,
            config.behindProxy(),
            new BodyReader.Bounds(
                new ByteBudget(limits.of(EdgeLimits.BODY_BYTES_ALL)),
                Duration.ofSeconds(limits.of(EdgeLimits.BODY_SECONDS)))),
        new StreamDoor(
            dispatcher,
            config.behindProxy(),
            streams,
            new StreamDoor.Most(
                limits.countOf(EdgeLimits.STREAMS_MAX),
                limits.countOf(EdgeLimits.STREAMS_PER_DEVICE_MAX),
                limits.countOf(EdgeLimits.STREAMS_PER_USER_MAX))),
        new Pages(
            metrics,
            new Readiness(ready, System::nanoTime),
            Set.copyOf(config.metrics().allowed()),
            version),
        sockets,
        new OpenCount(
            limits.countOf(EdgeLimits.CONNECTIONS_MAX),
            config.behindProxy()
                ? Integer.MAX_VALUE
                : limits.countOf(EdgeLimits.CONNECTIONS_PER_ADDRESS_MAX)));
  }
}
