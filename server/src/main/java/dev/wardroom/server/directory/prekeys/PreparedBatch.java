package dev.wardroom.server.directory.prekeys;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.networks.ProtocolRefusals;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.prekey.MerkleTree;
import dev.wardroom.wire.prekey.MlKem1024;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A batch that was verified, with its keys laid out as they are stored. Made outside transactions,
/// because verifying takes milliseconds and the store may have one writer.
public final class PreparedBatch {
  private final PrekeyBatch batch;
  private final byte[] signed;
  private final List<byte[]> chunks;

  private PreparedBatch(PrekeyBatch batch, byte[] signed, List<byte[]> chunks) {
    this.batch = batch;
    this.signed = signed;
    this.chunks = chunks;
  }

  /// Verifies batches of a device that the list names, and puts them in the order of their numbers.
  /// Refuses one that is not signed by the device, has another root, is over, or is made in the
  /// future.
  public static List<PreparedBatch> verify(
      List<UploadedBatch> uploaded, VerifiedDeviceList list, DeviceId device, long nowMillis) {
    List<PreparedBatch> prepared = new ArrayList<>();
    for (UploadedBatch each : uploaded) {
      prepared.add(verify(each, list, device, nowMillis));
    }
    prepared.sort(Comparator.comparingLong(each -> each.batch.number()));
    return prepared;
  }

  /// The device that the first of these batches says it is of; absent when there is none. Nothing
  /// is verified.
  public static Optional<DeviceId> deviceOf(List<UploadedBatch> uploaded) {
    if (uploaded.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedBytes signed =
          SignedBytes.decode(uploaded.getFirst().signed(), WireLimits.BATCH_BYTES_MAX);
      return Optional.of(PrekeyBatch.decode(signed.body().unsafeArray()).device());
    } catch (ProtocolException refused) {
      throw ProtocolRefusals.of(refused);
    }
  }

  private static PreparedBatch verify(
      UploadedBatch uploaded, VerifiedDeviceList list, DeviceId device, long nowMillis) {
    try {
      VerifiedBatch verified = VerifiedBatch.verify(uploaded.signed(), list, device);
      PrekeyBatch batch = verified.batch();
      checkTimes(batch, nowMillis);
      checkLengths(batch, uploaded);
      MerkleTree tree = verified.checkAll(uploaded.agreementKeys(), uploaded.encapsulationKeys());
      return new PreparedBatch(
          batch, uploaded.signed(), PrekeyEntries.chunks(batch.suite(), uploaded, tree));
    } catch (ProtocolException refused) {
      throw ProtocolRefusals.of(refused);
    }
  }

  private static void checkTimes(PrekeyBatch batch, long nowMillis) {
    if (batch.createdAt() > nowMillis + PrekeyLimits.CLOCK_SLACK.toMillis()) {
      throw new Refusal(
          Reason.REASON_CLOCK, "The prekeys were made in the future. Set the device's clock.");
    }
    if (batch.notAfter() <= nowMillis) {
      throw new Refusal(Reason.REASON_MALFORMED, "The prekeys are over already. Make new ones.");
    }
  }

  private static void checkLengths(PrekeyBatch batch, UploadedBatch uploaded) {
    int encapsulation = batch.suite().isPostQuantum() ? MlKem1024.ENCAPSULATION_KEY_LENGTH : 0;
    for (Bytes key : uploaded.agreementKeys()) {
      if (key.length() != P521PublicKey.LENGTH || key.at(0) != 0x04) {
        throw wrongKeys();
      }
    }
    for (Bytes key : uploaded.encapsulationKeys()) {
      if (key.length() != encapsulation) {
        throw wrongKeys();
      }
    }
  }

  private static Refusal wrongKeys() {
    return new Refusal(
        Reason.REASON_MALFORMED, "A prekey has another form than its batch's suite asks for.");
  }

  public PrekeyBatch batch() {
    return batch;
  }

  boolean isStanding() {
    return batch.kind() == PrekeyKind.STANDING;
  }

  byte[] signed() {
    return signed;
  }

  List<byte[]> chunks() {
    return chunks;
  }
}
