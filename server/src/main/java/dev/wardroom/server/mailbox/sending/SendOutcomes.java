package dev.wardroom.server.mailbox.sending;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what becomes of sends, by outcome; refusals are counted at the door, by reason.
public final class SendOutcomes {
  private final Counter accepted;
  private final Counter audienceChanged;
  private final Counter sequenceMismatch;
  private final Counter leaseEnded;
  private final Counter retentionRequired;
  private final Counter unarchived;

  public SendOutcomes(MeterRegistry metrics) {
    accepted = counter(metrics, "accepted");
    audienceChanged = counter(metrics, "audience-changed");
    sequenceMismatch = counter(metrics, "sequence-mismatch");
    leaseEnded = counter(metrics, "lease-ended");
    retentionRequired = counter(metrics, "retention-required");
    unarchived = counter(metrics, "unarchived");
  }

  private static Counter counter(MeterRegistry metrics, String outcome) {
    return metrics.counter("wardroom.sends", "outcome", outcome);
  }

  /// Repeats of accepted messages count again.
  public void count(SendResult result) {
    switch (result) {
      case SendResult.Accepted done -> (done.unarchived() ? unarchived : accepted).increment();
      case SendResult.AudienceChanged _ -> audienceChanged.increment();
      case SendResult.SequenceMismatch _ -> sequenceMismatch.increment();
      case SendResult.LeaseEnded _ -> leaseEnded.increment();
      case SendResult.RetentionRequired _ -> retentionRequired.increment();
      case SendResult.Refused _ -> {
        // Counted at the door.
      }
    }
  }
}
