package dev.wardroom.server.app;

import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.server.admin.AdminDoor;
import dev.wardroom.server.edge.Dispatcher;
import dev.wardroom.server.edge.EdgeLimits;
import dev.wardroom.server.edge.ErrorMapping;
import dev.wardroom.server.edge.RouteTable;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.edge.http.HttpServing;
import dev.wardroom.server.edge.http.Serving;
import dev.wardroom.server.edge.socket.LiveDevices;
import dev.wardroom.server.edge.socket.SocketDoor;
import dev.wardroom.server.kernel.ByteBudget;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.RateLimiter;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.TemporaryFailure;
import dev.wardroom.server.kernel.Workers;
import dev.wardroom.server.kernel.admin.AdminCommands;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigLoader.Loaded;
import dev.wardroom.server.kernel.config.Limits;
import dev.wardroom.server.kernel.config.Secret;
import dev.wardroom.server.kernel.db.Database;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.engine.Databases;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A running server. Closing it lets calls end, tells sockets to come back, and leaves everything
/// on disk.
public final class Server implements AutoCloseable {
  private static final int BUCKETS_MAX = 100_000;
  private static final Duration READY_PATIENCE = Duration.ofSeconds(2);
  private static final byte[] READY_KEY = {0};
  private static final Sql ALIVE = Sql.of("select count(*) from store");

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Config config;
  private final Limits limits;
  private final Clock clock;
  private final RandomSource random = RandomSource.secure();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private URI url = URI.create("http://localhost");
  private Composition.Begun begun = new Composition.Begun("", java.util.Optional.empty());

  private Server(Loaded loaded, Clock clock) {
    this.config = loaded.config();
    this.limits = loaded.limits();
    this.clock = clock;
  }

  /// Starts a server with these domains; on any problem everything that was opened is closed again.
  public static Server start(Loaded loaded, Composition composition) {
    return start(loaded, composition, Clock.systemUTC());
  }

  /// As [#start(Loaded, Composition)], with another clock than the system's.
  public static Server start(Loaded loaded, Composition composition, Clock clock) {
    Server server = new Server(loaded, clock);
    try {
      server.open(composition);
      return server;
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  /// Where clients reach it.
  public URI url() {
    return url;
  }

  /// The first network and, on the first start, the owner's invitation.
  public Composition.Begun begun() {
    return begun;
  }

  private void open(Composition composition) {
    keep(DataFolder.lock(config.data()));
    Database db = keep(openStore());
    Events events = new Events();
    Workers workers = new Workers(db, clock, random);
    RateLimiter rates = new RateLimiter(clock, BUCKETS_MAX);
    Kernel kernel = new Kernel(config, limits, clock, random, db, events, workers, rates, metrics);
    Routes routes = new Routes();
    LiveDevices live = new LiveDevices();
    AdminCommands commands = new AdminCommands();
    Composition.Composed composed =
        composition.compose(
            new Composition.Ground(
                kernel, routes, live, commands, publicUrl(config.port()), this::keep));
    Dispatcher dispatcher = dispatcher(kernel, routes, composed);
    SocketDoor sockets =
        new SocketDoor(
            new SocketDoor.Parts(
                dispatcher,
                composed.deliveries(),
                composed.ephemerals(),
                live,
                events,
                clock,
                db.incarnation(),
                limits.countOf(EdgeLimits.SOCKETS_MAX),
                new ByteBudget(limits.of(EdgeLimits.OUTBOUND_BYTES_ALL)),
                metrics));
    HttpServing http =
        new Serving(
                config,
                limits,
                dispatcher,
                routes.streams(),
                sockets,
                metrics,
                () -> answers(db),
                Version.text())
            .open();
    keep(workers);
    keep(http);
    int port = http.start();
    url = publicUrl(port);
    begun = composed.firstStart().begin(url);
    workers.start();
    keep(openAdminDoor(commands));
  }

  private Dispatcher dispatcher(Kernel kernel, Routes routes, Composition.Composed composed) {
    RouteTable table =
        RouteTable.build(composed.services(), List.of(ClientFrame.getDescriptor()), routes, limits);
    return new Dispatcher(
        new Dispatcher.Parts(
            table,
            composed.authenticator(),
            kernel.rates(),
            limits,
            new ErrorMapping(clock, metrics),
            random,
            metrics));
  }

  private Database openStore() {
    String address = config.database().url().map(Secret::reveal).orElse("");
    Databases.Parts needed =
        new Databases.Parts(clock, random, metrics, limits.countOf(AppLimits.STORE_QUEUE));
    return Databases.open(address, config.data(), needed);
  }

  private AdminDoor openAdminDoor(AdminCommands commands) {
    try {
      return AdminDoor.open(commands, config.data());
    } catch (IOException failure) {
      throw new StartProblem(
          StartProblem.REFUSED, "The admin socket cannot be made: " + failure.getMessage() + ".");
    }
  }

  private URI publicUrl(int port) {
    return config
        .publicUrl()
        .orElseGet(() -> {
          String scheme = config.tls().isOn() ? "https" : "http";
          boolean any =
              config.listen().isEmpty()
                  || config.host().equals("0.0.0.0")
                  || config.host().equals("::");
          String host = any ? "localhost" : config.host();
          return URI.create(
              scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        });
  }

  /// Whether the store reads and writes: each has threads of its own.
  private static boolean answers(Database db) {
    boolean[] both = new boolean[1];
    RequestContext patience =
        new RequestContext("ready", System.nanoTime() + READY_PATIENCE.toNanos());
    patience.run(() -> both[0] = answersNow(db));
    return both[0];
  }

  private static boolean answersNow(Database db) {
    try {
      return db.read(tx -> tx.with(ALIVE).one(row -> row.number(1))) == 1
          && db.grouped(READY_KEY, tx -> tx.with(ALIVE).one(row -> row.number(1))) == 1;
    } catch (Refusal | TemporaryFailure away) {
      return false;
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /// Stops in the opposite order of the start.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Closing.quietly(parts.pop());
    }
  }
}
