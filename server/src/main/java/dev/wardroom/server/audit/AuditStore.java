package dev.wardroom.server.audit;

import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.NetworkId;
import java.util.List;

/// SQL of the audit chain.
final class AuditStore {
  /// The newest entry's number and hash; 0 and zeros before the first.
  record Head(long number, Hash32 hash) {}

  private static final Sql FIRST_HEAD =
      Sql.of(
          """
          insert into audit_head (network, number, hash) values (:network, 0, :hash)
          on conflict (network) do nothing
          """);
  private static final Sql LOCK_HEAD =
      Sql.of("select number, hash from audit_head where network = :network for update");
  private static final Sql HEAD =
      Sql.of("select number, hash from audit_head where network = :network");
  private static final Sql MOVE_HEAD =
      Sql.of("update audit_head set number = :number, hash = :hash where network = :network");
  private static final Sql INSERT =
      Sql.of(
          """
          insert into audit_entry (network, number, at, actor, action, subject, details, hash)
          values (:network, :number, :at, :actor, :action, :subject, :details, :hash)
          """);
  private static final Sql PAGE =
      Sql.of(
          """
          select network, number, at, actor, action, subject, details, hash from audit_entry
          where network = :network and number >= :from order by number limit :limit
          """);

  private AuditStore() {}

  static Head lockHead(Tx tx, NetworkId network) {
    tx.with(FIRST_HEAD)
        .set("network", network.toArray())
        .set("hash", Hash32.ZERO.toArray())
        .update();
    return tx.with(LOCK_HEAD).set("network", network.toArray()).one(AuditStore::readHead);
  }

  static Head head(Tx tx, NetworkId network) {
    return tx.with(HEAD)
        .set("network", network.toArray())
        .find(AuditStore::readHead)
        .orElse(new Head(0, Hash32.ZERO));
  }

  static void moveHead(Tx tx, NetworkId network, long number, Hash32 hash) {
    tx.with(MOVE_HEAD)
        .set("network", network.toArray())
        .set("number", number)
        .set("hash", hash.toArray())
        .updateOne();
  }

  static void insert(Tx tx, AuditEntry entry) {
    tx.with(INSERT)
        .set("network", entry.network().toArray())
        .set("number", entry.number())
        .set("at", entry.at())
        .set("actor", entry.actor())
        .set("action", entry.action())
        .set("subject", entry.subject())
        .set("details", entry.details())
        .set("hash", entry.hash().toArray())
        .updateOne();
  }

  static List<AuditEntry> page(Tx tx, NetworkId network, long fromNumber, int limit) {
    return tx.with(PAGE)
        .set("network", network.toArray())
        .set("from", fromNumber)
        .set("limit", limit)
        .list(AuditStore::readEntry);
  }

  private static Head readHead(Row row) {
    return new Head(row.number(1), new Hash32(Bytes.wrap(row.bytes(2))));
  }

  private static AuditEntry readEntry(Row row) {
    return new AuditEntry(
        NetworkId.of(row.bytes(1)),
        row.number(2),
        row.number(3),
        row.text(4),
        row.text(5),
        row.text(6),
        row.text(7),
        new Hash32(Bytes.wrap(row.bytes(8))));
  }
}
