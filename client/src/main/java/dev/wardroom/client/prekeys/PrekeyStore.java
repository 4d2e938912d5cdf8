package dev.wardroom.client.prekeys;

import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Row;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.key.PrivatePrekey;
import dev.wardroom.core.message.PrekeyBinding;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The rows of own prekeys, their batches and the leases that use them.
final class PrekeyStore {

  private static final String PLACE = "prekey.secret";
  private static final int BATCHES_MAX = 1_000;

  private final Local local;

  PrekeyStore(Local local) {
    this.local = local;
  }

  /// @param replacedAt of a standing prekey, 0 = not yet
  record Batch(
      long number,
      PrekeyKind kind,
      long createdAt,
      long notAfter,
      long replacedAt,
      boolean published) {}

  /// A private half that still exists.
  record Held(PrivatePrekey prekey, PrekeyKind kind) {}

  void saveBatch(Tx tx, PrekeyBatch batch, byte[] upload) {
    tx.updateOne(
        "insert into prekey_batch (number, kind, created_at, not_after, upload) values (?, ?, ?, ?, ?)",
        batch.number(),
        Codes.code(batch.kind()),
        batch.createdAt(),
        batch.notAfter(),
        upload);
  }

  void savePrekey(Tx tx, PrivatePrekey prekey) {
    try (SecretBytes encoded = prekey.encode()) {
      tx.updateOne(
          "insert into prekey (batch, place, secret) values (?, ?, ?)",
          prekey.id().batch(),
          prekey.id().index(),
          local.vault().seal(PLACE, row(prekey.id()), encoded.read(SecretAccess.granted())));
    }
  }

  List<Batch> batches(Tx tx) {
    return tx.list(
        "select number, kind, created_at, not_after, replaced_at, published from prekey_batch order by number desc limit "
            + BATCHES_MAX,
        PrekeyStore::batch);
  }

  List<byte[]> unpublished(Tx tx) {
    return tx.list(
        "select upload from prekey_batch where published = 0 and upload is not null order by number limit 4",
        row -> row.bytes("upload"));
  }

  void published(Tx tx, long number, long at) {
    tx.update("update prekey_batch set published = 1, upload = null where number = ?", number);
    tx.update(
        """
        update prekey_batch set replaced_at = ?
        where replaced_at = 0 and number < ? and kind = ?
          and exists (select 1 from prekey_batch n where n.number = ? and n.kind = ?)\
        """,
        at,
        number,
        Codes.code(PrekeyKind.STANDING),
        number,
        Codes.code(PrekeyKind.STANDING));
  }

  long lowestHeld(Tx tx, long otherwise) {
    return tx.first(
            "select min(batch) as n from prekey",
            row -> row.isNull("n") ? otherwise : row.number("n"))
        .orElse(otherwise);
  }

  long highestNumber(Tx tx) {
    return tx.number("select coalesce(max(number), 0) as n from prekey_batch");
  }

  Optional<Held> find(Tx tx, PrekeyId id) {
    return tx.first(
        """
        select p.secret, b.kind
        from prekey p join prekey_batch b on b.number = p.batch
        where p.batch = ? and p.place = ?\
        """,
        row -> held(id, row),
        id.batch(),
        id.index());
  }

  boolean isHeld(Tx tx, PrekeyId id) {
    return tx.number(
            "select count(*) as n from prekey where batch = ? and place = ?",
            id.batch(),
            id.index())
        > 0;
  }

  private Held held(PrekeyId id, Row row) {
    try (SecretBytes secret =
        SecretBytes.wrap(local.vault().open(PLACE, row(id), row.bytes("secret")))) {
      return new Held(
          PrivatePrekey.decode(secret), Codes.value(PrekeyKind.class, row.integer("kind")));
    } catch (ProtocolException e) {
      throw new StoreFailure("a prekey in the home folder is damaged", e);
    }
  }

  /// Remembered after the private half is gone too, so that a prekey given twice is seen.
  void bind(Tx tx, PrekeyId id, PrekeyBinding binding, long now) {
    tx.update(
        """
        insert into prekey_binding (batch, place, device, lease, at) values (?, ?, ?, ?, ?)
        on conflict do nothing\
        """,
        id.batch(),
        id.index(),
        binding.senderDevice().toArray(),
        binding.lease().toArray(),
        now);
  }

  Optional<PrekeyBinding> binding(Tx tx, PrekeyId id) {
    return tx.first(
        "select device, lease from prekey_binding where batch = ? and place = ?",
        row -> new PrekeyBinding(DeviceId.of(row.bytes("device")), LeaseId.of(row.bytes("lease"))),
        id.batch(),
        id.index());
  }

  void forgetBindings(Tx tx, long before) {
    tx.update("delete from prekey_binding where at < ?", before);
  }

  int countFailure(Tx tx, PrekeyId id) {
    tx.update(
        "update prekey set failures = failures + 1 where batch = ? and place = ?",
        id.batch(),
        id.index());
    return (int)
        tx.number(
            "select failures as n from prekey where batch = ? and place = ?",
            id.batch(),
            id.index());
  }

  void destroy(Tx tx, PrekeyId id) {
    tx.update("delete from prekey where batch = ? and place = ?", id.batch(), id.index());
    tx.update("delete from inbound_lease where batch = ? and place = ?", id.batch(), id.index());
  }

  void saveLease(Tx tx, LeaseRecord record, byte[] encoded) {
    tx.update(
        """
        insert into inbound_lease (lease, device, batch, place, kind, ends_at, record)
        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
        """,
        record.lease().toArray(),
        record.senderDevice().toArray(),
        record.prekey().batch(),
        record.prekey().index(),
        Codes.code(record.kind()),
        record.endsAt(),
        encoded);
  }

  Optional<byte[]> lease(Tx tx, LeaseId lease, DeviceId sender) {
    return tx.first(
        "select record from inbound_lease where lease = ? and device = ?",
        row -> row.bytes("record"),
        lease.toArray(),
        sender.toArray());
  }

  void removeLease(Tx tx, LeaseId lease, DeviceId sender) {
    tx.update(
        "delete from inbound_lease where lease = ? and device = ?",
        lease.toArray(),
        sender.toArray());
  }

  /// A lease that has begun here, for the question whether its prekey is over.
  record Begun(PrekeyId prekey, LeaseId lease, DeviceId device, LeaseKind kind, long endsAt) {}

  List<Begun> begun(Tx tx, long endedBefore, int limit) {
    return tx.list(
        "select lease, device, batch, place, kind, ends_at from inbound_lease where ends_at < ? limit ?",
        row ->
            new Begun(
                new PrekeyId(row.number("batch"), row.integer("place")),
                LeaseId.of(row.bytes("lease")),
                DeviceId.of(row.bytes("device")),
                Codes.value(LeaseKind.class, row.integer("kind")),
                row.number("ends_at")),
        endedBefore,
        limit);
  }

  void destroyUnused(Tx tx, long number) {
    tx.update(
        """
        delete from prekey where batch = ? and not exists
          (select 1 from prekey_binding b where b.batch = prekey.batch and b.place = prekey.place)\
        """,
        number);
  }

  void destroyBatch(Tx tx, long number) {
    tx.update("delete from prekey where batch = ?", number);
    tx.update("delete from inbound_lease where batch = ?", number);
  }

  /// A batch whose private halves are all gone. The newest stays, since it holds the highest
  /// number.
  void removeEmptyBatches(Tx tx) {
    tx.update(
        """
        delete from prekey_batch where number < (select max(number) from prekey_batch)
          and not exists (select 1 from prekey p where p.batch = prekey_batch.number)\
        """);
  }

  private static byte[] row(PrekeyId id) {
    return ByteBuffer.allocate(12).putLong(id.batch()).putInt(id.index()).array();
  }

  private static Batch batch(Row row) {
    return new Batch(
        row.number("number"),
        Codes.value(PrekeyKind.class, row.integer("kind")),
        row.number("created_at"),
        row.number("not_after"),
        row.number("replaced_at"),
        row.flag("published"));
  }
}
