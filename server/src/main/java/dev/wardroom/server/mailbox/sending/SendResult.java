package dev.wardroom.server.mailbox.sending;

import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.id.LeaseId;

/// What becomes of a send. Refusals are a value here, because a throw would cost the others in the
/// shared commit a second run.
public sealed interface SendResult {
  /// On disk at this position. The digest is another than the sent one when an earlier sealing of
  /// the same message was accepted before.
  ///
  /// @param unarchived retention's backlog is full and the network goes on without
  record Accepted(long number, long acceptedAt, byte[] digest, boolean unarchived)
      implements SendResult {}

  record AudienceChanged(long epoch) implements SendResult {}

  /// @param lastDigest empty when nothing was accepted of this device yet
  record SequenceMismatch(long expected, byte[] lastDigest) implements SendResult {}

  record LeaseEnded(LeaseId lease) implements SendResult {}

  record RetentionRequired(boolean backlogFull) implements SendResult {}

  record Refused(Refusal refusal) implements SendResult {}
}
