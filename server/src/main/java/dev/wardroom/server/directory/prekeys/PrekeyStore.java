package dev.wardroom.server.directory.prekeys;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// SQL of the claims: the hot part of the prekey stock.
///
/// A claim for many devices goes in groups of [#GROUP], a claim for a few in one of [#FEW]: two
/// statements a group, one that counts and one that reads the keys.
final class PrekeyStore {
  static final int FEW = 4;
  static final int GROUP = 32;
  static final int ONE_TIME = 1;
  static final int STANDING = 2;
  private static final byte[] NONE = new byte[0];

  /// Which entry of which batch was handed out.
  ///
  /// @param left entries of this batch that are left
  record Taken(
      byte[] device,
      long batch,
      int index,
      int chunkKeys,
      int entryBytes,
      Suite suite,
      byte[] signed,
      boolean standing,
      long left) {}

  /// What a device has: one-time prekeys left, and how many its batches held.
  record Pool(DeviceId device, long left, long capacity) {}

  private static final class Texts {
    final InSlots slots;
    final Sql take;
    final Sql standing;
    final Sql keys;
    final Sql pools;
    final Sql good;

    Texts(int size) {
      slots = new InSlots("d", size);
      take = Sql.of(TAKE.replace(":devices", slots.text()));
      standing = Sql.of(TAKE_STANDING.replace(":devices", slots.text()));
      keys = Sql.of(KEYS.replace(":wanted", wanted(size)));
      pools = Sql.of(POOLS.replace(":devices", slots.text()));
      good = Sql.of(GOOD.replace(":devices", slots.text()));
    }

    private static String wanted(int size) {
      return IntStream.range(0, size)
          .mapToObj(i -> "(:device%d, :batch%d, :chunk%d, :at%d, :bytes%d)".replace("%d", "" + i))
          .collect(Collectors.joining(", "));
    }
  }

  /// The oldest good batch that has entries left. Rows are locked in the order of their devices, so
  /// that two claims for the same devices wait for each other and never both ways; the condition is
  /// repeated outside, because on PostgreSQL a claim that waited for the row sees there what the
  /// other claim left.
  private static final String TAKE =
      """
      with locked as (
        select device, batch from prekey_batch
        where network = :network and device in (:devices) and kind = 1
          and next_index < key_count and not_after > :now
        order by device, batch for update)
      update prekey_batch set next_index = next_index + 1,
        claims_before = case when :now - claims_since >= 7200000 then 0
          when :now - claims_since >= 3600000 then claims_now else claims_before end,
        claims_now = case when :now - claims_since >= 3600000 then 1 else claims_now + 1 end,
        claims_since = case when :now - claims_since >= 7200000 then :now
          when :now - claims_since >= 3600000 then claims_since + 3600000 else claims_since end
      where network = :network and kind = 1 and next_index < key_count and (device, batch) in (
        select device, min(batch) from locked group by device)
      returning device, batch, next_index - 1, chunk_keys, entry_bytes, suite, signed, kind,
        key_count - next_index
      """;

  private static final String TAKE_STANDING =
      """
      select device, batch, 0, chunk_keys, entry_bytes, suite, signed, kind, 0
      from prekey_batch
      where network = :network and (device, batch) in (
        select b.device, max(b.batch) from prekey_batch b
        where b.network = :network and b.device in (:devices) and b.kind = 2 and b.not_after > :now
        group by b.device)
      """;

  private static final String KEYS =
      """
      with wanted (device, batch, chunk, start, size) as (values :wanted)
      select c.device, c.batch, substr(c.entries, cast(w.start as int), cast(w.size as int))
      from wanted w join prekey_chunk c
        on c.network = :network and c.device = w.device and c.batch = w.batch and c.chunk = w.chunk
      """;

  private static final String POOLS =
      """
      select device, sum(key_count - next_index), sum(key_count) from prekey_batch
      where network = :network and device in (:devices) and kind = 1 and not_after > :now group by device
      """;

  private static final String GOOD =
      """
      select distinct device from prekey_batch
      where network = :network and device in (:devices) and not_after > :now and next_index < key_count
      """;

  private static final Texts FEW_TEXTS = new Texts(FEW);
  private static final Texts GROUP_TEXTS = new Texts(GROUP);

  private PrekeyStore() {}

  /// Counts one entry up for each of these devices that has one; at most [#GROUP] devices.
  static List<Taken> take(Tx tx, NetworkId network, List<byte[]> devices, long now) {
    Texts texts = texts(devices.size());
    Query query = tx.with(texts.take).set("network", network.toArray()).set("now", now);
    return texts.slots.set(query, devices).list(PrekeyStore::readTaken);
  }

  /// The newest good standing prekey of each of these devices; at most [#GROUP] devices.
  static List<Taken> standing(Tx tx, NetworkId network, List<byte[]> devices, long now) {
    Texts texts = texts(devices.size());
    Query query = tx.with(texts.standing).set("network", network.toArray()).set("now", now);
    return texts.slots.set(query, devices).list(PrekeyStore::readTaken);
  }

  /// Reads the keys of what was handed out; at most [#GROUP].
  static List<TakenPrekey> keys(Tx tx, NetworkId network, List<Taken> taken) {
    Texts texts = texts(taken.size());
    Query query = tx.with(texts.keys).set("network", network.toArray());
    for (int slot = 0; slot < texts.slots.slots(); slot++) {
      setWanted(query, slot, slot < taken.size() ? Optional.of(taken.get(slot)) : Optional.empty());
    }
    List<TakenPrekey> keys = new ArrayList<>(taken.size());
    query.each(row -> {
      Taken match = matching(taken, row.bytes(1), row.number(2));
      keys.add(PrekeyEntries.read(match, row.bytes(3)));
    });
    return keys;
  }

  private static void setWanted(Query query, int slot, Optional<Taken> taken) {
    query.set("device" + slot, taken.map(Taken::device).orElse(NONE));
    query.set("batch" + slot, number(taken, Taken::batch));
    query.set("chunk" + slot, number(taken, each -> each.index() / (long) each.chunkKeys()));
    query.set(
        "at" + slot,
        number(taken, each -> 1L + each.index() % each.chunkKeys() * (long) each.entryBytes()));
    query.set("bytes" + slot, number(taken, each -> (long) each.entryBytes()));
  }

  private static long number(Optional<Taken> taken, Function<Taken, Long> field) {
    return taken.map(field).orElse(0L);
  }

  private static Taken matching(List<Taken> taken, byte[] device, long batch) {
    for (Taken each : taken) {
      if (each.batch() == batch && Arrays.equals(each.device(), device)) {
        return each;
      }
    }
    throw new Bug("a prekey came back that was not asked for");
  }

  /// The pools of these devices; those without a good batch are absent. At most [#GROUP] devices.
  static List<Pool> pools(Tx tx, NetworkId network, List<byte[]> devices, long now) {
    Texts texts = texts(devices.size());
    Query query = tx.with(texts.pools).set("network", network.toArray()).set("now", now);
    return texts
        .slots
        .set(query, devices)
        .list(row -> new Pool(DeviceId.of(row.bytes(1)), row.number(2), row.number(3)));
  }

  /// Those of these devices that have a prekey of either kind. At most [#GROUP] devices.
  static List<DeviceId> good(Tx tx, NetworkId network, List<byte[]> devices, long now) {
    Texts texts = texts(devices.size());
    Query query = tx.with(texts.good).set("network", network.toArray()).set("now", now);
    return texts.slots.set(query, devices).list(row -> DeviceId.of(row.bytes(1)));
  }

  private static Texts texts(int size) {
    return size <= FEW ? FEW_TEXTS : GROUP_TEXTS;
  }

  private static Taken readTaken(Row row) {
    return new Taken(
        row.bytes(1),
        row.number(2),
        row.count(3),
        row.count(4),
        row.count(5),
        suite(row.count(6)),
        row.bytes(7),
        row.count(8) == STANDING,
        row.number(9));
  }

  private static Suite suite(int code) {
    try {
      return Suite.fromCode(code);
    } catch (ProtocolException impossible) {
      throw new Bug("a suite that does not exist is stored", impossible);
    }
  }
}
