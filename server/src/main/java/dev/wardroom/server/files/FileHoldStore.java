package dev.wardroom.server.files;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;

/// Holds that keep bytes from being deleted while a backup copies them. Stateless.
final class FileHoldStore {
  private static final Sql PUT =
      Sql.of(
          """
          insert into file_hold (id, until) values (:id, :until)
          on conflict (id) do update set until = excluded.until\
          """);
  private static final Sql REMOVE = Sql.of("delete from file_hold where id = :id");
  private static final Sql REMOVE_PAST = Sql.of("delete from file_hold where until <= :now");
  private static final Sql ANY = Sql.of("select count(*) from file_hold where until > :now");

  void put(Tx tx, byte[] id, long until) {
    tx.with(PUT).set("id", id).set("until", until).update();
  }

  void remove(Tx tx, byte[] id, long now) {
    tx.with(REMOVE).set("id", id).update();
    tx.with(REMOVE_PAST).set("now", now).update();
  }

  boolean any(Tx tx, long now) {
    return tx.with(ANY).set("now", now).one(row -> row.number(1)) > 0;
  }
}
