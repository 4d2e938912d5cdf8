package dev.wardroom.server.kernel;

import java.time.Duration;
import java.util.Optional;

/// What belongs to the request that runs on this thread: its id for the log and its deadline. Who
/// asks is not here: the signed-in device is a parameter.
///
/// @param requestId short random text, in each refusal and each log line of the request
/// @param endsAtNanos on the scale of [System#nanoTime]
/// @param turn the place among calls that must reach the database in order; absent for all others
public record RequestContext(String requestId, long endsAtNanos, Optional<Turn> turn) {
  /// How long work without a request (workers, admin commands) waits for the database.
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

  /// A request that stands in no line.
  public RequestContext(String requestId, long endsAtNanos) {
    this(requestId, endsAtNanos, Optional.empty());
  }

  /// Queues work while it is this request's turn, and passes the turn on. At once when the request
  /// stands in no line.
  public static void inTurn(Runnable queueing) {
    Optional<Turn> turn = CURRENT.isBound() ? CURRENT.get().turn : Optional.empty();
    if (turn.isEmpty()) {
      queueing.run();
      return;
    }
    turn.get().await(nanosLeft());
    queueing.run();
    turn.get().pass();
  }

  /// Runs work as this request.
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /// The time left for the work on this thread, in nanoseconds; the default patience outside a
  /// request. Never negative.
  public static long nanosLeft() {
    if (!CURRENT.isBound()) {
      return DEFAULT_PATIENCE.toNanos();
    }
    return Math.max(0, CURRENT.get().endsAtNanos - System.nanoTime());
  }

  /// The id of the request on this thread, or "-" outside one.
  public static String currentId() {
    return CURRENT.isBound() ? CURRENT.get().requestId : "-";
  }
}
