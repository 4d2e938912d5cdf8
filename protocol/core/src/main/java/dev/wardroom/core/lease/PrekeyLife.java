package dev.wardroom.core.lease;

import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.prekey.LeaseKind;

/// When the private half of a prekey must go. Times in milliseconds since epoch.
public final class PrekeyLife {
  /// How long a replaced standing prekey may still be in a sender's hands: a lease and its grace.
  private static final long STANDING_GRACE_MILLIS =
      WireLimits.LEASE_MILLIS_MAX + WireLimits.LEASE_GRACE_MILLIS;

  private PrekeyLife() {}

  /// A one-time prekey whose lease began.
  ///
  /// @param opened a message of the lease was opened
  /// @param readToEndAt when the mailbox was last read to the end; 0 = not since the start
  public static boolean isOver(
      LeaseKind kind, boolean opened, long endsAt, long readToEndAt, long now) {
    if (now > endsAt + WireLimits.PREKEY_STRETCH_MILLIS_MAX) {
      return true;
    }
    return switch (kind) {
      case ONE_MESSAGE -> opened;
      case HOUR -> readToEndAt > endsAt + WireLimits.LEASE_GRACE_MILLIS;
    };
  }

  /// A one-time prekey that nobody used.
  public static boolean isOverUnused(long notAfter, long now) {
    return now > notAfter + WireLimits.PREKEY_STRETCH_MILLIS_MAX;
  }

  /// A standing prekey.
  ///
  /// @param replacedAt when the next standing prekey was uploaded; 0 = not yet
  /// @param acceptedUntil how long senders use it: the batch's not-after; for a retention device a
  ///   year after its creation
  public static boolean isOverStanding(
      long replacedAt, long acceptedUntil, long readToEndAt, long now) {
    if (now > acceptedUntil + WireLimits.PREKEY_STRETCH_MILLIS_MAX) {
      return true;
    }
    return replacedAt > 0
        && (readToEndAt > replacedAt + STANDING_GRACE_MILLIS
            || now > replacedAt + WireLimits.PREKEY_STRETCH_MILLIS_MAX);
  }
}
