package dev.wardroom.core.lease;

import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PublicPrekey;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.util.List;

/// A prekey that a claim gave and whose place in a verified batch was proven (checks P-04 to P-06).
public final class ClaimedPrekey {
  private final UserId user;
  private final DeviceId device;
  private final PrekeyId id;
  private final PublicPrekey prekey;
  private final Suite suite;

  private ClaimedPrekey(
      UserId user, DeviceId device, PrekeyId id, PublicPrekey prekey, Suite suite) {
    this.user = user;
    this.device = device;
    this.id = id;
    this.prekey = prekey;
    this.suite = suite;
  }

  /// What decides whether a batch may be used now; see [VerifiedBatch#checkUsable].
  public record Terms(long now, long highestLowestGood, boolean retention, Suite suiteFloor) {}

  /// Throws BATCH_EXPIRED, BATCH_WITHDRAWN, CLOCK_AHEAD, PREKEY_PROOF_INVALID, UNSUPPORTED_SUITE
  /// (also below the network's floor).
  public static ClaimedPrekey verify(
      VerifiedBatch batch, int index, PublicPrekey prekey, List<Hash32> path, Terms terms)
      throws ProtocolException {
    batch.checkUsable(terms.now, terms.highestLowestGood, terms.retention);
    batch.checkPrekey(index, prekey, path);
    if (batch.batch().suite().code() < terms.suiteFloor.code()) {
      throw new ProtocolException(ProtocolError.UNSUPPORTED_SUITE, "below the network's floor");
    }
    return new ClaimedPrekey(
        batch.batch().user(),
        batch.batch().device(),
        new PrekeyId(batch.batch().number(), index),
        prekey,
        batch.batch().suite());
  }

  public UserId user() {
    return user;
  }

  public DeviceId device() {
    return device;
  }

  public PrekeyId id() {
    return id;
  }

  public PublicPrekey prekey() {
    return prekey;
  }

  /// The suite of the batch, which is the highest that a message to this prekey can use.
  public Suite suite() {
    return suite;
  }
}
