package dev.wardroom.server.accounts.linking;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import java.util.Optional;

/// SQL of linking notes.
final class LinkStore {
  private static final Sql INSERT =
      Sql.of(
          """
          insert into link_note (channel, side, number, sealed, expires_at)
          values (:channel, :side, :number, :sealed, :expires)
          on conflict (channel, side, number) do nothing
          """);
  private static final Sql FIND =
      Sql.of(
          """
          select sealed from link_note
          where channel = :channel and side = :side and number = :number and expires_at > :now
          """);
  private static final Sql COUNT = Sql.of("select count(*) from link_note");
  private static final Sql SWEEP =
      Sql.of(
          """
          delete from link_note where channel in (
            select n.channel from link_note n where n.expires_at < :now
            order by n.expires_at limit :limit)
            and expires_at < :now
          """);

  private LinkStore() {}

  /// False when there is a note in this place.
  static boolean insert(Tx tx, NotePlace place, byte[] sealed, long expiresAt) {
    return tx.with(INSERT)
            .set("channel", place.channel().toArray())
            .set("side", place.side())
            .set("number", place.number())
            .set("sealed", sealed)
            .set("expires", expiresAt)
            .update()
        == 1;
  }

  static Optional<byte[]> find(Tx tx, NotePlace place, long now) {
    return tx.with(FIND)
        .set("channel", place.channel().toArray())
        .set("side", place.side())
        .set("number", place.number())
        .set("now", now)
        .find(row -> row.bytes(1));
  }

  static long count(Tx tx) {
    return tx.with(COUNT).one(row -> row.number(1));
  }

  static int sweep(Tx tx, long now) {
    return tx.with(SWEEP).set("now", now).set("limit", LinkLimits.SWEEP_MAX).update();
  }
}
