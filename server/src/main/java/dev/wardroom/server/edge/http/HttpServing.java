package dev.wardroom.server.edge.http;

import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.OpenCount;
import dev.wardroom.server.edge.socket.SocketDoor;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigProblem;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening server: takes connections and forwards requests by their path.
public final class HttpServing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServing.class);
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int CHUNK_BYTES_MAX = 64 * 1024;
  private static final int IDLE_SECONDS = 120;
  private static final int SOCKET_CLOSING_SECONDS = 2;
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

  private final Config config;
  private final Duration tlsLookEvery;
  private final ConnectDoor calls;
  private final StreamDoor streams;
  private final Pages pages;
  private final SocketDoor sockets;
  private final OpenCount connections;
  private final Vertx vertx;
  private final @Nullable TlsFiles tls;
  private @Nullable HttpServer server;

  HttpServing(
      Config config,
      Duration tlsLookEvery,
      ConnectDoor calls,
      StreamDoor streams,
      Pages pages,
      SocketDoor sockets,
      OpenCount connections) {
    this.config = config;
    this.tlsLookEvery = tlsLookEvery;
    this.calls = calls;
    this.streams = streams;
    this.pages = pages;
    this.sockets = sockets;
    this.connections = connections;
    this.tls = config.tls().isOn() ? new TlsFiles(config) : null;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true));
  }

  /// Listens; answers the port. Throws [ConfigProblem] when the address or the TLS files cannot be
  /// used.
  public int start() {
    HttpServer listening =
        vertx
            .createHttpServer(options())
            .connectionHandler(this::connected)
            .requestHandler(this::accept);
    server = listening;
    wait(listening.listen(), START_PATIENCE);
    sockets.start(vertx);
    if (tls != null) {
      vertx.setPeriodic(tlsLookEvery.toMillis(), _ -> reloadTls(listening, tls));
    }
    return listening.actualPort();
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setAcceptBacklog(EdgeLimits.ACCEPT_BACKLOG)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setReuseAddress(true)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setMaxChunkSize(CHUNK_BYTES_MAX)
            .setMaxWebSocketFrameSize(EdgeLimits.FRAME_BYTES_MAX)
            .setMaxWebSocketMessageSize(SocketDoor.messageBytesMax())
            .setWebSocketClosingTimeout(SOCKET_CLOSING_SECONDS)
            .setRegisterWebSocketWriteHandlers(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHandle100ContinueAutomatically(true)
            .setHttp2ClearTextEnabled(false);
    if (tls != null) {
      options.setSsl(true).setUseAlpn(true).setKeyCertOptions(tls.options());
    }
    return options;
  }

  /// Counts a connection for as long as its channel is open: a socket outlives what Vert.x calls
  /// its HTTP connection.
  private void connected(HttpConnection connection) {
    String address = Addresses.counted(connection.remoteAddress());
    Channel channel = ((ConnectionBase) connection).channel();
    if (!connections.add(address)) {
      ChannelFuture _ = channel.close();
      return;
    }
    ChannelFuture _ = channel.closeFuture().addListener(_ -> connections.remove(address));
  }

  private void accept(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    if (path.startsWith(ConnectDoor.PREFIX) && request.method().equals(HttpMethod.POST)) {
      calls.accept(request);
      return;
    }
    if (path.equals(SocketDoor.PATH)) {
      sockets.upgrade(request, Addresses.of(request, config.behindProxy()));
      return;
    }
    if (!streams.accept(request)) {
      pages.accept(request);
    }
  }

  private static void reloadTls(HttpServer listening, TlsFiles tls) {
    if (!tls.changed()) {
      return;
    }
    HttpServerOptions fresh = new HttpServerOptions().setKeyCertOptions(tls.options());
    listening
        // Forced: the options name the same files and count as equal.
        .updateSSLOptions(fresh.getSslOptions(), true)
        .onSuccess(_ -> LOG.info("the TLS files changed and are in use"))
        .onFailure(failure -> LOG.error("the changed TLS files cannot be used; the old ones stay"));
  }

  /// Tells the sockets to come back, lets calls end, stops listening.
  @Override
  public void close() {
    sockets.drain();
    if (server != null) {
      wait(server.shutdown(CLOSE_PATIENCE.toSeconds() / 2, TimeUnit.SECONDS), CLOSE_PATIENCE);
    }
    wait(vertx.close(), CLOSE_PATIENCE);
  }

  private void wait(Future<?> future, Duration patience) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw problem(failed.getCause());
    } catch (TimeoutException late) {
      throw new TemporaryFailure("the HTTP server took too long", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new TemporaryFailure("stopped while the HTTP server worked", stopped);
    }
  }

  private RuntimeException problem(@Nullable Throwable cause) {
    if (cause instanceof BindException) {
      return new ListenProblem(
          "Port "
              + config.port()
              + " on "
              + config.host()
              + " is taken or not allowed. Stop what uses it or choose another with --port.");
    }
    return new ConfigProblem(
        "The server cannot listen: " + (cause == null ? "unknown" : cause.getMessage()));
  }
}
