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
    if (!calls.tryAcquire()) {
      failed.accept(errors.refusal(Refusal.busy(RETRY_AFTER), arrived.requestId()));
      return false;
    }
    Thread.startVirtualThread(() -> {
      try {
        context(arrived).run(() -> guarded(work, arrived, failed));
      } finally {
        arrived.turn().ifPresent(turn -> turn.leave(EdgeLimits.CALL_DEADLINE.toNanos()));
        calls.release();
      }
    });
    return true;
  }

  /// Who holds a token.
  public Caller authenticate(String token) {
    return authenticator.authenticate(token);
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
        yield require(route, authenticator.authenticate(token));
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
