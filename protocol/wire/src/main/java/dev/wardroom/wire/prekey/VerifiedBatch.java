package dev.wardroom.wire.prekey;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.SignedBytes;
import java.util.ArrayList;
import java.util.List;

/// A prekey batch whose signature was checked against the user's newest device list (checks P-01 to
/// P-06). Verified once, it proves any number of its prekeys by hashing alone. Immutable.
public final class VerifiedBatch {
  private final PrekeyBatch batch;
  private final SignedBytes signed;

  private VerifiedBatch(PrekeyBatch batch, SignedBytes signed) {
    this.batch = batch;
    this.signed = signed;
  }

  /// Throws WRONG_NETWORK, WRONG_USER, WRONG_DEVICE, DEVICE_UNKNOWN, DEVICE_REMOVED,
  /// UNSUPPORTED_SUITE (the list does not name it), SIGNATURE_INVALID. Says nothing of the time: a
  /// batch can be verified long after.
  ///
  /// The batch may name an older list than the newest: the device key is the same, as the chain of
  /// lists guarantees.
  public static VerifiedBatch verify(byte[] signedBatch, VerifiedDeviceList list, DeviceId device)
      throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(signedBatch, WireLimits.BATCH_BYTES_MAX);
    PrekeyBatch batch = PrekeyBatch.decode(signed.body().unsafeArray());
    if (!batch.network().equals(list.network())) {
      throw new ProtocolException(ProtocolError.WRONG_NETWORK, "prekey batch");
    }
    if (!batch.user().equals(list.user())) {
      throw new ProtocolException(ProtocolError.WRONG_USER, "prekey batch");
    }
    if (!batch.device().equals(device)) {
      throw new ProtocolException(ProtocolError.WRONG_DEVICE, "prekey batch");
    }
    DeviceEntry entry = list.requireDevice(device);
    if (!entry.supports(batch.suite())) {
      throw new ProtocolException(ProtocolError.UNSUPPORTED_SUITE, "not in the device list");
    }
    signed.checkOnly(entry.key());
    return new VerifiedBatch(batch, signed);
  }

  /// What a sender checks before it uses a prekey: throws BATCH_EXPIRED, CLOCK_AHEAD (made more
  /// than a day ahead), or BATCH_WITHDRAWN when a later batch of the device said so.
  ///
  /// @param highestLowestGood the highest "lowest good" that this sender ever saw of the device
  /// @param retention the device is a retention device, whose last standing prekey serves for a
  ///   year
  public void checkUsable(long now, long highestLowestGood, boolean retention)
      throws ProtocolException {
    if (batch.createdAt() > now + WireLimits.SENT_AT_AHEAD_MILLIS_MAX) {
      throw new ProtocolException(ProtocolError.CLOCK_AHEAD, "prekey batch");
    }
    boolean stretched = retention && batch.kind() == PrekeyKind.STANDING;
    long end =
        stretched ? batch.createdAt() + WireLimits.RETENTION_STANDING_MILLIS_MAX : batch.notAfter();
    if (now > end) {
      throw new ProtocolException(ProtocolError.BATCH_EXPIRED, "prekey batch");
    }
    if (batch.number() < highestLowestGood) {
      throw new ProtocolException(ProtocolError.BATCH_WITHDRAWN, "prekey batch");
    }
  }

  /// Throws PREKEY_PROOF_INVALID unless this is the prekey at this place, UNSUPPORTED_SUITE when
  /// its keys are another suite's.
  public void checkPrekey(int index, PublicPrekey prekey, List<Hash32> path)
      throws ProtocolException {
    prekey.checkSuite(batch.suite());
    if (path.size() > WireLimits.MERKLE_PATH_MAX || index < 0 || index > 0xffff) {
      throw new ProtocolException(ProtocolError.PREKEY_PROOF_INVALID, "no such place");
    }
    Hash32 leaf = prekey.leaf(new PrekeyId(batch.number(), index));
    MerkleTree.check(batch.root(), batch.count(), index, leaf, path);
  }

  /// For the server: the whole tree of the uploaded keys, or PREKEY_PROOF_INVALID when it has
  /// another root. Points are not validated here; whoever encrypts to one validates it.
  public MerkleTree checkAll(List<Bytes> agreementKeys, List<Bytes> encapsulationKeys)
      throws ProtocolException {
    if (agreementKeys.size() != batch.count() || encapsulationKeys.size() != batch.count()) {
      throw new ProtocolException(ProtocolError.PREKEY_PROOF_INVALID, "count of prekeys");
    }
    List<Hash32> leaves = new ArrayList<>(batch.count());
    for (int i = 0; i < batch.count(); i++) {
      PrekeyId id = new PrekeyId(batch.number(), i);
      leaves.add(PublicPrekey.leafOf(id, agreementKeys.get(i), encapsulationKeys.get(i)));
    }
    MerkleTree tree = new MerkleTree(leaves);
    if (!tree.root().equals(batch.root())) {
      throw new ProtocolException(ProtocolError.PREKEY_PROOF_INVALID, "root of the tree");
    }
    return tree;
  }

  public PrekeyBatch batch() {
    return batch;
  }

  public SignedBytes signed() {
    return signed;
  }
}
