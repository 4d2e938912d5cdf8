package dev.wardroom.server.mailbox.store;

import dev.wardroom.server.mailbox.MailboxLimits;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.prekey.PrekeyId;
import java.util.BitSet;
import java.util.Optional;

/// A lease as the sending path keeps it. Not thread-safe: it belongs to the conversation's place in
/// [Hot].
///
/// The number of its messages is not counted: the owner's sequence rises by one with each message,
/// so the first one's sequence says when 64 are through, and nothing is written per message.
public final class Lease {
  private final DeviceId owner;
  private final boolean oneMessage;
  private final long endsAt;
  private final BitSet recorded;
  private final Optional<ClaimedPrekeys> claimed;
  private long firstSequence;

  /// @param firstSequence 0 = not used yet
  /// @param recorded slots that have a lease record
  /// @param claimed absent for a lease that an older server gave
  public Lease(
      DeviceId owner,
      boolean oneMessage,
      long endsAt,
      long firstSequence,
      BitSet recorded,
      Optional<ClaimedPrekeys> claimed) {
    this.owner = owner;
    this.oneMessage = oneMessage;
    this.endsAt = endsAt;
    this.firstSequence = firstSequence;
    this.recorded = recorded;
    this.claimed = claimed;
  }

  /// Whether a message of the owner's with this sequence may still use it.
  public boolean takes(DeviceId sender, long sequence, long now) {
    if (!owner.equals(sender) || now > endsAt) {
      return false;
    }
    long most = oneMessage ? 1 : MailboxLimits.LEASE_MESSAGES_MAX;
    return firstSequence == 0 || sequence - firstSequence < most;
  }

  public boolean isUnused() {
    return firstSequence == 0;
  }

  public void use(long sequence) {
    firstSequence = sequence;
  }

  public boolean isOver(long now) {
    return now > endsAt;
  }

  public boolean isOneMessage() {
    return oneMessage;
  }

  public long endsAt() {
    return endsAt;
  }

  /// Whether the claim gave this prekey of this device.
  public boolean gave(DeviceId device, PrekeyId prekey) {
    return claimed.isEmpty() || claimed.get().find(device).equals(Optional.of(prekey));
  }

  /// Slots with a record. Changed by the sending path only.
  public BitSet recorded() {
    return recorded;
  }
}
