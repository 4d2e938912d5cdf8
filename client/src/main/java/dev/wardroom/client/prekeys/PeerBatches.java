package dev.wardroom.client.prekeys;

import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.prekey.VerifiedBatch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Others' batches that were verified once, so that a claim proves their prekeys by hashing alone.
/// Belongs to the outbox's thread.
final class PeerBatches {

  private static final int VERIFIED_MAX = 4_000;
  private static final int NAMED_MAX = 2_000;

  record Key(DeviceId device, long number) {}

  private final Local local;
  private final Map<Key, VerifiedBatch> verified = new LinkedHashMap<>();

  PeerBatches(Local local) {
    this.local = local;
  }

  /// Batches of these devices whose statements need not be sent again.
  List<Key> known(Collection<DeviceId> devices, long now) {
    return local
        .db()
        .tx(tx ->
            devices.stream()
                .flatMap(device -> numbers(tx, device, now).stream())
                .limit(NAMED_MAX)
                .toList());
  }

  private static List<Key> numbers(Tx tx, DeviceId device, long now) {
    return tx.list(
        "select number from peer_batch where device = ? and not_after > ? order by number desc limit 8",
        row -> new Key(device, row.number("number")),
        device.toArray(),
        now);
  }

  /// A batch, from the answer or from what is known; verified against the device's list.
  VerifiedBatch batch(DeviceId device, long number, byte[] sent, VerifiedDeviceList list)
      throws ProtocolException {
    Key key = new Key(device, number);
    VerifiedBatch known = verified.get(key);
    if (known != null) {
      return known;
    }
    Optional<byte[]> saved =
        sent.length == 0 ? local.db().tx(tx -> signed(tx, key)) : Optional.of(sent);
    byte[] signed =
        saved.orElseThrow(
            () -> new ProtocolException(ProtocolError.PREKEY_UNKNOWN, "batch is not known"));
    VerifiedBatch batch = VerifiedBatch.verify(signed, list, device);
    if (batch.batch().number() != number) {
      throw new ProtocolException(ProtocolError.PREKEY_PROOF_INVALID, "another batch");
    }
    if (sent.length != 0) {
      local.db().write(tx -> save(tx, key, batch, signed));
    }
    if (verified.size() >= VERIFIED_MAX) {
      verified.clear();
    }
    verified.put(key, batch);
    return batch;
  }

  private static Optional<byte[]> signed(Tx tx, Key key) {
    return tx.first(
        "select signed from peer_batch where device = ? and number = ?",
        row -> row.bytes("signed"),
        key.device().toArray(),
        key.number());
  }

  private static void save(Tx tx, Key key, VerifiedBatch batch, byte[] signed) {
    tx.update(
        """
        insert into peer_batch (device, number, lowest_good, not_after, signed) values (?, ?, ?, ?, ?)
        on conflict do nothing\
        """,
        key.device().toArray(),
        key.number(),
        batch.batch().lowestGood(),
        batch.batch().notAfter(),
        signed);
  }

  /// The highest "lowest good" that this home ever saw of the device.
  long highestLowestGood(DeviceId device) {
    return local
        .db()
        .tx(tx ->
            tx.number(
                "select coalesce(max(lowest_good), 1) as n from peer_batch where device = ?",
                (Object) device.toArray()));
  }
}
