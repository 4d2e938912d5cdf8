package dev.wardroom.server.directory.prekeys;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.prekey.PrekeyBatch;
import java.util.List;
import java.util.Optional;

/// SQL of uploads, of the stock's figures and of clearing away.
final class BatchStore {
  /// The batch numbers of a device.
  ///
  /// @param highest of all batches ever taken
  /// @param lowestGood the highest that the device ever named
  record Numbers(long highest, long lowestGood) {}

  private static final Sql LOCK_NUMBERS =
      Sql.of(
          """
          select highest_batch, lowest_good from device
          where network = :network and device = :device and removed_at is null for update
          """);
  private static final Sql NUMBERS =
      Sql.of(
          """
          select highest_batch, lowest_good from device
          where network = :network and device = :device
          """);
  private static final Sql SET_NUMBERS =
      Sql.of(
          """
          update device set highest_batch = :highest, lowest_good = :lowest
          where network = :network and device = :device
          """);
  private static final Sql SIGNED =
      Sql.of(
          """
          select signed from prekey_batch
          where network = :network and device = :device and batch = :batch
          """);
  private static final Sql INSERT_BATCH =
      Sql.of(
          """
          insert into prekey_batch (network, device, batch, kind, suite, key_count, next_index,
            not_after, chunk_keys, entry_bytes, claims_since, claims_now, claims_before, signed)
          values (:network, :device, :batch, :kind, :suite, :count, 0, :not_after, :chunk_keys,
            :entry_bytes, :now, 0, 0, :signed)
          """);
  private static final Sql INSERT_CHUNK =
      Sql.of(
          """
          insert into prekey_chunk (network, device, batch, chunk, entries)
          values (:network, :device, :batch, :chunk, :entries)
          """);
  private static final Sql DROP_CHUNK =
      Sql.of(
          """
          delete from prekey_chunk where network = :network and device = :device and batch = :batch
            and chunk = :chunk
          """);
  private static final Sql DROP_CHUNKS_BELOW =
      Sql.of(
          """
          delete from prekey_chunk
          where network = :network and device = :device and batch < :below
          """);
  private static final Sql DROP_BATCHES_BELOW =
      Sql.of(
          """
          delete from prekey_batch
          where network = :network and device = :device and batch < :below
          """);
  private static final Sql DROP_STANDING_CHUNKS_BELOW =
      Sql.of(
          """
          delete from prekey_chunk
          where network = :network and device = :device and batch in (
            select b.batch from prekey_batch b
            where b.network = :network and b.device = :device and b.kind = 2 and b.batch < :below)
          """);
  private static final Sql DROP_STANDING_BELOW =
      Sql.of(
          """
          delete from prekey_batch
          where network = :network and device = :device and kind = 2 and batch < :below
          """);
  private static final Sql STOCK =
      Sql.of(
          """
          select coalesce(sum(case when kind = 1 and not_after > :now
              then key_count - next_index else 0 end), 0),
            coalesce(max(case when kind = 2 then not_after else 0 end), 0),
            coalesce(sum(case when :now - claims_since >= 7200000 then 0
              when :now - claims_since >= 3600000 then claims_now
              else claims_now + claims_before * (3600000 - (:now - claims_since)) / 3600000 end), 0),
            count(*)
          from prekey_batch where network = :network and device = :device
          """);
  private static final Sql OVER =
      Sql.of(
          """
          select network, device, batch from prekey_batch
          where not_after < :now and (kind = 1 or not_after < :last_standing
            or exists (select 1 from prekey_batch n where n.network = prekey_batch.network
              and n.device = prekey_batch.device and n.kind = 2
              and n.batch > prekey_batch.batch))
          order by not_after limit :limit
          """);
  private static final Sql EMPTIED =
      Sql.of(
          """
          select network, device, batch from prekey_batch
          where kind = 1 and next_index >= key_count and claims_since < :before limit :limit
          """);
  private static final Sql DROP_BATCH =
      Sql.of(
          """
          delete from prekey_batch
          where network = :network and device = :device and batch = :batch
          """);
  private static final Sql DROP_CHUNKS =
      Sql.of(
          """
          delete from prekey_chunk
          where network = :network and device = :device and batch = :batch
          """);

  /// A batch's place.
  record Place(byte[] network, byte[] device, long batch) {}

  /// Figures of one device's batches.
  record Stock(long oneTimeLeft, long standingNotAfter, long claimedLastHour, long batches) {}

  private BatchStore() {}

  /// Absent when the device was removed or never was.
  static Optional<Numbers> lockNumbers(Tx tx, NetworkId network, DeviceId device) {
    return tx.with(LOCK_NUMBERS)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .find(row -> new Numbers(row.number(1), row.number(2)));
  }

  /// The same without waiting for anybody.
  static Optional<Numbers> numbers(Tx tx, NetworkId network, DeviceId device) {
    return tx.with(NUMBERS)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .find(row -> new Numbers(row.number(1), row.number(2)));
  }

  static void setNumbers(Tx tx, NetworkId network, DeviceId device, Numbers numbers) {
    tx.with(SET_NUMBERS)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("highest", numbers.highest())
        .set("lowest", numbers.lowestGood())
        .updateOne();
  }

  static Optional<byte[]> signed(Tx tx, NetworkId network, DeviceId device, long batch) {
    return tx.with(SIGNED)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("batch", batch)
        .find(row -> row.bytes(1));
  }

  static void insert(Tx tx, PreparedBatch prepared, long now) {
    PrekeyBatch batch = prepared.batch();
    tx.with(INSERT_BATCH)
        .set("network", batch.network().toArray())
        .set("device", batch.device().toArray())
        .set("batch", batch.number())
        .set("kind", prepared.isStanding() ? PrekeyStore.STANDING : PrekeyStore.ONE_TIME)
        .set("suite", batch.suite().code())
        .set("count", batch.count())
        .set("not_after", batch.notAfter())
        .set("chunk_keys", PrekeyLimits.CHUNK_KEYS)
        .set("entry_bytes", PrekeyEntries.entryBytes(batch.suite(), batch.count()))
        .set("now", now)
        .set("signed", prepared.signed())
        .updateOne();
    List<byte[]> chunks = prepared.chunks();
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      tx.with(INSERT_CHUNK)
          .set("network", batch.network().toArray())
          .set("device", batch.device().toArray())
          .set("batch", batch.number())
          .set("chunk", chunk)
          .set("entries", chunks.get(chunk))
          .updateOne();
    }
  }

  /// Deletes a chunk whose last entry was handed out, at the commit.
  static void dropChunkLater(Tx tx, NetworkId network, PrekeyStore.Taken taken) {
    tx.later(
        DROP_CHUNK,
        drop ->
            drop.set("network", network.toArray())
                .set("device", taken.device())
                .set("batch", taken.batch())
                .set("chunk", taken.index() / taken.chunkKeys()));
  }

  /// Deletes all batches with a lower number.
  static void dropBelow(Tx tx, NetworkId network, DeviceId device, long number) {
    for (Sql drop : List.of(DROP_CHUNKS_BELOW, DROP_BATCHES_BELOW)) {
      tx.with(drop)
          .set("network", network.toArray())
          .set("device", device.toArray())
          .set("below", number)
          .update();
    }
  }

  /// Deletes the standing prekeys that a newer one replaces.
  static void dropStandingBelow(Tx tx, NetworkId network, DeviceId device, long number) {
    for (Sql drop : List.of(DROP_STANDING_CHUNKS_BELOW, DROP_STANDING_BELOW)) {
      tx.with(drop)
          .set("network", network.toArray())
          .set("device", device.toArray())
          .set("below", number)
          .update();
    }
  }

  static Stock stock(Tx tx, NetworkId network, DeviceId device, long now) {
    return tx.with(STOCK)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("now", now)
        .one(row -> new Stock(row.number(1), row.number(2), row.number(3), row.number(4)));
  }

  static List<Place> over(Tx tx, long now, int limit) {
    return tx.with(OVER)
        .set("now", now)
        .set("last_standing", now - PrekeyLimits.LAST_STANDING_MILLIS)
        .set("limit", limit)
        .list(row -> new Place(row.bytes(1), row.bytes(2), row.number(3)));
  }

  static List<Place> emptied(Tx tx, long claimedBefore, int limit) {
    return tx.with(EMPTIED)
        .set("before", claimedBefore)
        .set("limit", limit)
        .list(row -> new Place(row.bytes(1), row.bytes(2), row.number(3)));
  }

  static void drop(Tx tx, Place place) {
    for (Sql drop : List.of(DROP_CHUNKS, DROP_BATCH)) {
      tx.with(drop)
          .set("network", place.network())
          .set("device", place.device())
          .set("batch", place.batch())
          .update();
    }
  }
}
