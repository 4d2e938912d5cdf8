package dev.wardroom.server.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

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

  /// What a request occupies of a bounded number.
  public interface Place {
    /// Lets another in.
    void leave();

    /// Comes back in, or refuses when there is no room again in time.
    void comeBack();
  }

  private static final ScopedValue<Place> PLACE = ScopedValue.newInstance();

  /// Runs work as this request, which occupies a place that [#awaiting] may give up.
  public void run(Runnable work, Place place) {
    ScopedValue.where(CURRENT, this).where(PLACE, place).run(work);
  }

  /// Waits for something that is no work of ours, news of a mailbox for example, without a place:
  /// whoever waits for half a minute must not keep those out who work for a millisecond.
  public static <T> T awaiting(Supplier<T> wait) {
    if (!PLACE.isBound()) {
      return wait.get();
    }
    PLACE.get().leave();
    T heard = wait.get();
    PLACE.get().comeBack();
    return heard;
  }

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
