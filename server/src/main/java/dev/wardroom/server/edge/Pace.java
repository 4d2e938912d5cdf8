package dev.wardroom.server.edge;

import java.time.Duration;

/// Whether a peer of a transfer is fast enough: a first wait, and a second more for each
/// [EdgeLimits#SLOWEST_BYTES_PER_SECOND] that moved. Only waiting for the peer counts, never our
/// own slowness. For one thread.
public final class Pace {
  private long movedBytes;
  private long waitedNanos;

  /// The peer moved so many bytes and let us wait so long for them.
  public void moved(long bytes, long nanos) {
    movedBytes += bytes;
    waitedNanos += nanos;
  }

  /// How much longer the peer may let us wait; zero or less when it was too slow.
  public Duration left() {
    long earned = movedBytes * 1_000 / EdgeLimits.SLOWEST_BYTES_PER_SECOND;
    Duration allowed = EdgeLimits.STREAM_IDLE.plusMillis(earned);
    Duration left = allowed.minusNanos(waitedNanos);
    return left.compareTo(EdgeLimits.STREAM_IDLE) < 0 ? left : EdgeLimits.STREAM_IDLE;
  }
}
