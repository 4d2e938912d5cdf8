package dev.wardroom.server.edge;

import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Auth;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.RateLimiter;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.RequestContext;
import dev.wardroom.server.kernel.Turn;
import dev.wardroom.server.kernel.config.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs calls, whichever door they came through: on a virtual thread of their own, bounded in
/// number, with a deadline, after sign-in, rate and bounds were checked.
public final class Dispatcher {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int BOOT_BYTES = 4;

  /// How a call ended: one of the two is there.
  public record Outcome(
      @Nullable Message answer, dev.wardroom.schema.v1.@Nullable Refusal refusal) {}

  /// Work of a door that is no call of the schema: reading a mailbox, a file transfer.
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private final RouteTable table;
  private final Authenticator authenticator;
  private final RateLimiter rates;
  private final ErrorMapping errors;
  private final MeterRegistry metrics;
  private final Semaphore calls;
  private final Semaphore waits;

  /// Apart from calls: what waits for devices goes out also when calls have to wait.
  private final Semaphore deliveries;

  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final String boot;

  /// What the dispatcher is made of.
  public record Parts(
      RouteTable table,
      Authenticator authenticator,
      RateLimiter rates,
      Limits limits,
      ErrorMapping errors,
      RandomSource random,
      MeterRegistry metrics) {}

  public Dispatcher(Parts parts) {
    this.table = parts.table();
    this.authenticator = parts.authenticator();
    this.rates = parts.rates();
    this.errors = parts.errors();
    this.metrics = parts.metrics();
    this.calls = new Semaphore(parts.limits().countOf(EdgeLimits.CALLS_MAX));
    this.waits = new Semaphore(parts.limits().countOf(EdgeLimits.WAITS_MAX));
    this.deliveries = new Semaphore(parts.limits().countOf(EdgeLimits.CALLS_MAX));
    this.boot = HexFormat.of().formatHex(parts.random().bytes(BOOT_BYTES));
  }

  /// A fresh request id: this start's random part and a counter.
  public String nextRequestId() {
    return boot + "-" + Long.toString(requests.incrementAndGet(), Character.MAX_RADIX);
  }

  /// What is known about a call before it runs.
  ///
  /// @param patience how long the caller waits, at most [EdgeLimits#CALL_DEADLINE]
  /// @param turn the place behind the calls of the same socket that came before
  public record Arrived(String requestId, String address, Duration patience, Optional<Turn> turn) {
    public Arrived(String requestId, String address, Duration patience) {
      this(requestId, address, patience, Optional.empty());
    }

    /// The same in a line.
    public Arrived in(Turn place) {
      return new Arrived(requestId, address, patience, Optional.of(place));
    }
  }

  /// Starts a call of somebody who brings a token, or none.
  ///
  /// @param request makes the message, on the call's own thread
  /// @param done hears the outcome once, on the call's own thread or at once when refused
  public void call(
      Route route,
      @Nullable String token,
      Arrived arrived,
      Request request,
      Consumer<Outcome> done) {
    start(arrived, () -> answer(route, callerOf(route, token, arrived.address()), request), done);
  }

  /// A caller who may make one call of a route: signed in as it asks, and not too often.
  public static final class Admitted {
    private final Caller caller;

    private Admitted(Caller caller) {
      this.caller = caller;
    }
  }

  /// Looks who asks and how often, before the request itself is taken in. One of the two is called
  /// once, as for [#run].
  public void admit(
      Route route,
      @Nullable String token,
      Arrived arrived,
      Consumer<Admitted> admitted,
      Consumer<dev.wardroom.schema.v1.Refusal> refused) {
    run(
        arrived,
        () -> {
          Caller caller = callerOf(route, token, arrived.address());
          rates.take(route.rate().name(), who(caller), route.allowance());
          admitted.accept(new Admitted(caller));
        },
        refused);
  }

  /// Starts a call that was admitted.
  public void call(
      Route route, Admitted admitted, Arrived arrived, Request request, Consumer<Outcome> done) {
    start(arrived, () -> answerAdmitted(route, admitted.caller, request), done);
  }

  /// Starts a call of a device that signed in before, on its socket.
  ///
  /// @return false when it was refused at once, without a thread
  public boolean call(
      Route route,
      Caller.SignedInDevice device,
      Arrived arrived,
      Request request,
      Consumer<Outcome> done) {
    return start(
        arrived, () -> answer(route, callerOf(route, device, arrived.address()), request), done);
  }

  /// Makes the request's message; throws a refusal when it cannot be read.
  @FunctionalInterface
  public interface Request {
    Message parse();
  }

  private interface Answering {
    Message run();
  }

  /// Runs other work of a door with the same bound, deadline and error mapping.
  ///
  /// @return false when it was refused at once, without a thread
  public boolean run(Arrived arrived, Work work, Consumer<dev.wardroom.schema.v1.Refusal> failed) {
    return run(calls, arrived, work, failed);
  }

  /// The same for handing out what waits for a device, within a bound of its own.
  public boolean deliver(
      Arrived arrived, Work work, Consumer<dev.wardroom.schema.v1.Refusal> failed) {
    return run(deliveries, arrived, work, failed);
  }

  private boolean run(
      Semaphore places,
      Arrived arrived,
      Work work,
      Consumer<dev.wardroom.schema.v1.Refusal> failed) {
    if (!places.tryAcquire()) {
      failed.accept(errors.refusal(Refusal.busy(RETRY_AFTER), arrived.requestId()));
      return false;
    }
    Thread.startVirtualThread(() -> {
      Occupied place = new Occupied(places);
      try {
        context(arrived).run(() -> guarded(work, arrived, failed), place);
      } finally {
        arrived.turn().ifPresent(turn -> turn.leave(EdgeLimits.CALL_DEADLINE.toNanos()));
        place.end();
      }
    });
    return true;
  }

  /// A place among those who work; given up for one among those who wait, while there is one. Used
  /// by one thread.
  private final class Occupied implements RequestContext.Place {
    private final Semaphore places;
    private boolean waiting;
    private boolean ended;

    private Occupied(Semaphore places) {
      this.places = places;
    }

    @Override
    public void leave() {
      if (waits.tryAcquire()) {
        waiting = true;
        places.release();
      }
    }

    @Override
    public void comeBack() {
      if (!waiting) {
        return;
      }
      waiting = false;
      waits.release();
      try {
        if (places.tryAcquire(RequestContext.nanosLeft(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      ended = true;
      throw Refusal.busy(RETRY_AFTER);
    }

    private void end() {
      if (waiting) {
        waits.release();
      } else if (!ended) {
        places.release();
      }
    }
  }

  /// Who holds a token.
  public Caller authenticate(String token, String address) {
    return authenticator.authenticate(token, address);
  }

  public RouteTable table() {
    return table;
  }

  public ErrorMapping errors() {
    return errors;
  }

  private void guarded(
      Work work, Arrived arrived, Consumer<dev.wardroom.schema.v1.Refusal> failed) {
    try {
      work.run();
    } catch (Exception | StackOverflowError thrown) {
      failed.accept(errors.refusal(thrown, arrived.requestId()));
    }
  }

  private boolean start(Arrived arrived, Answering answering, Consumer<Outcome> done) {
    return run(
        arrived,
        () -> done.accept(new Outcome(answering.run(), null)),
        refusal -> done.accept(new Outcome(null, refusal)));
  }

  private static RequestContext context(Arrived arrived) {
    Duration patience =
        arrived.patience().compareTo(EdgeLimits.CALL_DEADLINE) < 0
            ? arrived.patience()
            : EdgeLimits.CALL_DEADLINE;
    return new RequestContext(
        arrived.requestId(), System.nanoTime() + patience.toNanos(), arrived.turn());
  }

  private Message answer(Route route, Caller caller, Request request) {
    rates.take(route.rate().name(), who(caller), route.allowance());
    return answerAdmitted(route, caller, request);
  }

  private Message answerAdmitted(Route route, Caller caller, Request request) {
    Message message = request.parse();
    table.checkBounds(message);
    Timer timer = timers.computeIfAbsent(route.name(), this::timer);
    long began = System.nanoTime();
    try {
      return route.handler().answer(caller, message);
    } finally {
      timer.record(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Timer timer(String method) {
    return Timer.builder("wardroom.calls").tag("method", method).register(metrics);
  }

  private static Object who(Caller caller) {
    return switch (caller) {
      case Caller.Anonymous anonymous -> anonymous.address();
      case Caller.Enrolling enrolling -> enrolling.user();
      case Caller.SignedInDevice signedIn -> signedIn.device();
    };
  }

  private Caller callerOf(Route route, @Nullable String token, String address) {
    return switch (route.auth()) {
      case AUTH_NONE -> new Caller.Anonymous(address);
      case AUTH_ENROLMENT, AUTH_DEVICE -> {
        if (token == null) {
          throw notSignedIn();
        }
        yield require(route, authenticator.authenticate(token, address));
      }
      case AUTH_UNSPECIFIED, UNRECOGNIZED -> throw new Bug("a route without auth");
    };
  }

  private static Caller callerOf(Route route, Caller.SignedInDevice device, String address) {
    return route.auth() == Auth.AUTH_NONE ? new Caller.Anonymous(address) : require(route, device);
  }

  private static Caller require(Route route, Caller caller) {
    boolean fits =
        switch (route.auth()) {
          case AUTH_ENROLMENT -> caller instanceof Caller.Enrolling;
          case AUTH_DEVICE -> caller instanceof Caller.SignedInDevice;
          case AUTH_NONE, AUTH_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    if (!fits) {
      throw notSignedIn();
    }
    return caller;
  }

  static Refusal notSignedIn() {
    return new Refusal(Reason.REASON_NOT_SIGNED_IN, "Sign in, then try again.");
  }
}
