package dev.wardroom.server.accounts.sessions;

import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.Optional;

/// SQL of sessions.
final class SessionStore {
  private static final Sql INSERT =
      Sql.of(
          """
          insert into session (token_hash, nonce, network, user_id, device, created_at, expires_at)
          values (:token, :nonce, :network, :user, :device, :now, :expires)
          on conflict (nonce) do nothing
          """);
  private static final Sql FIND =
      Sql.of(
          """
          select network, user_id, device, expires_at from session
          where token_hash = :token and expires_at > :now and ended_at is null
          """);
  private static final Sql END =
      Sql.of(
          """
          update session set ended_at = :now where token_hash = :token and ended_at is null
          """);
  private static final Sql END_OF_DEVICE =
      Sql.of(
          """
          update session set ended_at = :now
          where network = :network and device = :device and ended_at is null
          """);
  private static final Sql END_OLD =
      Sql.of(
          """
          update session set ended_at = :now
          where network = :network and device = :device and ended_at is null
            and token_hash not in (
              select s.token_hash from session s
              where s.network = :network and s.device = :device and s.ended_at is null
              order by s.created_at desc, s.token_hash limit :kept)
          """);
  private static final Sql SWEEP =
      Sql.of(
          """
          delete from session where token_hash in (
            select s.token_hash from session s where s.expires_at < :now limit :limit)
          """);

  private SessionStore() {}

  /// False when this challenge was answered before.
  static boolean insert(Tx tx, Hash32 token, byte[] nonce, Session session, long now) {
    return tx.with(INSERT)
            .set("token", token.toArray())
            .set("nonce", nonce)
            .set("network", session.network().toArray())
            .set("user", session.user().toArray())
            .set("device", session.device().toArray())
            .set("now", now)
            .set("expires", session.expiresAt())
            .update()
        == 1;
  }

  static Optional<Session> find(Tx tx, Hash32 token, long now) {
    return tx.with(FIND)
        .set("token", token.toArray())
        .set("now", now)
        .find(SessionStore::readSession);
  }

  static void end(Tx tx, Hash32 token, long now) {
    tx.with(END).set("token", token.toArray()).set("now", now).update();
  }

  static void endOf(Tx tx, NetworkId network, DeviceId device, long now) {
    tx.with(END_OF_DEVICE)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("now", now)
        .update();
  }

  /// Ends all but the newest few of a device.
  static void endOld(Tx tx, NetworkId network, DeviceId device, long now) {
    tx.with(END_OLD)
        .set("network", network.toArray())
        .set("device", device.toArray())
        .set("now", now)
        .set("kept", AccountLimits.SESSIONS_PER_DEVICE_MAX)
        .update();
  }

  static int sweep(Tx tx, long now) {
    return tx.with(SWEEP).set("now", now).set("limit", AccountLimits.SWEEP_MAX).update();
  }

  private static Session readSession(Row row) {
    return new Session(
        NetworkId.of(row.bytes(1)),
        UserId.of(row.bytes(2)),
        DeviceId.of(row.bytes(3)),
        row.number(4));
  }
}
