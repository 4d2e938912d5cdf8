package dev.wardroom.server.accounts.linking;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Events;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.RequestContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Takes notes and hands them out, waiting for one that is about to come.
final class LinkNotes {
  /// A note was kept.
  private record NotePosted(NotePlace place) implements Events.Event {}

  /// What became of a note; a value, because a throw would undo the others of the shared commit.
  private enum Posted {
    TAKEN,
    OTHER,
    FULL
  }

  private final Kernel kernel;
  private final Semaphore waiting = new Semaphore(LinkLimits.WAITING_MAX);
  private final ConcurrentMap<NotePlace, CountDownLatch> expected = new ConcurrentHashMap<>();

  LinkNotes(Kernel kernel) {
    this.kernel = kernel;
    kernel.events().after(NotePosted.class, posted -> tell(posted.place()));
  }

  /// Keeps a note; the same note again is taken as done.
  void post(NotePlace place, byte[] sealed) {
    Posted posted =
        kernel
            .db()
            .grouped(
                place.channel().toArray(),
                tx -> {
                  long now = kernel.clock().millis();
                  Optional<byte[]> kept = LinkStore.find(tx, place, now);
                  if (kept.isPresent()) {
                    return Arrays.equals(kept.orElseThrow(), sealed) ? Posted.TAKEN : Posted.OTHER;
                  }
                  if (LinkStore.count(tx) >= kernel.limits().of(LinkLimits.NOTES)) {
                    return Posted.FULL;
                  }
                  boolean fresh =
                      LinkStore.insert(tx, place, sealed, now + LinkLimits.NOTE_LIFE.toMillis());
                  kernel.events().publish(tx, new NotePosted(place));
                  return fresh ? Posted.TAKEN : Posted.OTHER;
                });
    switch (posted) {
      case TAKEN -> {
        // As asked for.
      }
      case OTHER ->
          throw new Refusal(Reason.REASON_CONFLICT, "Another note lies here. Begin a new link.");
      case FULL ->
          throw new Refusal(
              Reason.REASON_LIMIT_REACHED,
              Duration.ofMinutes(1),
              "Too many devices are being linked. Try again in a minute.");
    }
  }

  /// The note of a place, or nothing when none came in time.
  Optional<byte[]> await(NotePlace place, Duration patience) {
    Optional<byte[]> found = find(place);
    if (found.isPresent() || patience.isZero() || !waiting.tryAcquire()) {
      return found;
    }
    try {
      return watch(place, System.nanoTime() + patience.toNanos());
    } finally {
      waiting.release();
    }
  }

  private Optional<byte[]> watch(NotePlace place, long endsAt) {
    while (true) {
      CountDownLatch latch = expected.computeIfAbsent(place, _ -> new CountDownLatch(1));
      Optional<byte[]> found = find(place);
      long left = endsAt - System.nanoTime();
      if (found.isPresent() || left <= 0) {
        expected.remove(place, latch);
        return found;
      }
      long next = Math.min(left, LinkLimits.LOOK_EVERY.toNanos());
      boolean stopped = RequestContext.awaiting(() -> isStopped(latch, next));
      if (stopped) {
        return Optional.empty();
      }
    }
  }

  /// Waits for the latch, at most so long; true when this thread is to stop.
  private static boolean isStopped(CountDownLatch latch, long nanos) {
    try {
      boolean _ = latch.await(nanos, TimeUnit.NANOSECONDS);
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Optional<byte[]> find(NotePlace place) {
    return kernel.db().read(tx -> LinkStore.find(tx, place, kernel.clock().millis()));
  }

  private void tell(NotePlace place) {
    CountDownLatch latch = expected.remove(place);
    if (latch != null) {
      latch.countDown();
    }
  }

  /// Deletes a bounded number of notes that are over; says how many.
  int sweep() {
    return kernel.db().tx(tx -> LinkStore.sweep(tx, kernel.clock().millis()));
  }
}
