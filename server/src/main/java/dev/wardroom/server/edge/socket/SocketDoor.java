package dev.wardroom.server.edge.socket;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.kernel.ByteBudget;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Refusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes sockets in and looks after all of them with one timer.
public final class SocketDoor {
  /// Where the socket is.
  public static final String PATH = "/v1/socket";

  private static final Duration LOOK_AFTER_EVERY = Duration.ofSeconds(1);

  private final SocketParts parts;
  private final int socketsMax;
  private final Set<VertxSocket> open = ConcurrentHashMap.newKeySet();

  /// What the door is made of.
  ///
  /// @param incarnation of the store, 16 bytes
  /// @param socketsMax most connected sockets
  /// @param outbound what may wait to be sent, over all sockets
  public record Parts(
      Dispatcher dispatcher,
      Deliveries deliveries,
      Ephemerals ephemerals,
      LiveDevices live,
      Events events,
      Clock clock,
      byte[] incarnation,
      int socketsMax,
      ByteBudget outbound,
      MeterRegistry metrics) {}

  public SocketDoor(Parts parts) {
    this.parts =
        new SocketParts(
            parts.dispatcher(),
            parts.deliveries(),
            parts.ephemerals(),
            parts.live(),
            parts.events(),
            parts.clock(),
            ByteString.copyFrom(parts.incarnation()),
            parts.outbound());
    this.socketsMax = parts.socketsMax();
    Gauge.builder("wardroom.sockets", open, Set::size).register(parts.metrics());
  }

  /// Begins to look after the sockets.
  public void start(Vertx vertx) {
    vertx.setPeriodic(LOOK_AFTER_EVERY.toMillis(), _ -> lookAfter());
  }

  /// Upgrades a request; on its event loop.
  public void upgrade(HttpServerRequest request, String address) {
    if (open.size() >= socketsMax) {
      request
          .response()
          .setStatusCode(503)
          .putHeader("Retry-After", "5")
          .end("The server has as many connections as it may have. Try again in a moment.\n");
      return;
    }
    if (!request.canUpgradeToWebSocket()) {
      request.response().setStatusCode(426).end("Here is a WebSocket, over HTTP/1.1.\n");
      return;
    }
    // Vert.x closes a socket only behind what is queued; a slow one is cut off below it.
    Channel channel = ((ConnectionBase) request.connection()).channel();
    channel.pipeline().addFirst(new Lingering());
    request.toWebSocket().onSuccess(socket -> admit(socket, channel, address));
  }

  /// Tells every socket to come back later and closes it.
  public void drain() {
    for (VertxSocket socket : open) {
      socket
          .session()
          .end(
              new Refusal(
                  Reason.REASON_UNAVAILABLE,
                  Duration.ofSeconds(2),
                  "The server restarts. The client connects again by itself."));
    }
  }

  private void admit(ServerWebSocket socket, Channel channel, String address) {
    VertxSocket admitted = new VertxSocket(parts, socket, channel, address);
    open.add(admitted);
    socket.closeHandler(_ -> {
      open.remove(admitted);
      admitted.closed();
    });
  }

  private void lookAfter() {
    long now = System.nanoTime();
    for (VertxSocket socket : open) {
      socket.lookAfter(now);
    }
  }

  /// The largest message a client may send.
  public static int messageBytesMax() {
    return EdgeLimits.FRAME_BYTES_MAX;
  }
}
