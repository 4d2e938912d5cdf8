package dev.wardroom.server.accounts;

import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.Optional;

/// SQL of enrolment tokens and recovery tickets.
final class EnrolmentStore {
  private static final int BY_PASSWORD = 1;
  private static final int BY_TICKET = 2;

  private static final Sql INSERT =
      Sql.of(
          """
          insert into enrolment (token_hash, network, user_id, kind, expires_at)
          values (:token, :network, :user, :kind, :expires)
          """);
  private static final Sql FIND =
      Sql.of(
          """
          select network, user_id, kind from enrolment
          where token_hash = :token and expires_at > :now
          """);
  private static final Sql USE =
      Sql.of(
          """
          update enrolment set used_device = :device
          where token_hash = :token and used_device is null
          """);
  private static final Sql HAS_ADDED =
      Sql.of(
          """
          select count(*) from enrolment where token_hash = :token and used_device = :device
          """);
  private static final Sql DROP_OF =
      Sql.of("delete from enrolment where network = :network and user_id = :user");
  private static final Sql SWEEP =
      Sql.of(
          """
          delete from enrolment where token_hash in (
            select e.token_hash from enrolment e where e.expires_at < :now limit :limit)
          """);
  private static final Sql PUT_TICKET =
      Sql.of(
          """
          insert into recovery_ticket (network, user_id, ticket_hash, expires_at)
          values (:network, :user, :ticket, :expires)
          on conflict (network, user_id)
            do update set ticket_hash = excluded.ticket_hash, expires_at = excluded.expires_at
          """);
  private static final Sql USE_TICKET =
      Sql.of(
          """
          delete from recovery_ticket
          where network = :network and user_id = :user and ticket_hash = :ticket
            and expires_at > :now
          """);

  private EnrolmentStore() {}

  static void insert(Tx tx, Enrolment enrolment, long expiresAt) {
    tx.with(INSERT)
        .set("token", enrolment.tokenHash().toArray())
        .set("network", enrolment.network().toArray())
        .set("user", enrolment.user().toArray())
        .set("kind", enrolment.recovered() ? BY_TICKET : BY_PASSWORD)
        .set("expires", expiresAt)
        .updateOne();
  }

  static Optional<Enrolment> find(Tx tx, Hash32 token, long now) {
    return tx.with(FIND)
        .set("token", token.toArray())
        .set("now", now)
        .find(row ->
            new Enrolment(
                token,
                NetworkId.of(row.bytes(1)),
                UserId.of(row.bytes(2)),
                row.number(3) == BY_TICKET));
  }

  /// Whether it added this device before.
  static boolean hasAdded(Tx tx, Hash32 token, DeviceId device) {
    return tx.with(HAS_ADDED)
            .set("token", token.toArray())
            .set("device", device.toArray())
            .one(row -> row.number(1))
        == 1;
  }

  /// False when it added a device before.
  static boolean use(Tx tx, Hash32 token, DeviceId device) {
    return tx.with(USE).set("token", token.toArray()).set("device", device.toArray()).update() == 1;
  }

  static void dropOf(Tx tx, NetworkId network, UserId user) {
    tx.with(DROP_OF).set("network", network.toArray()).set("user", user.toArray()).update();
  }

  static int sweep(Tx tx, long now) {
    return tx.with(SWEEP).set("now", now).set("limit", AccountLimits.SWEEP_MAX).update();
  }

  /// A further ticket replaces the one before.
  static void putTicket(Tx tx, NetworkId network, UserId user, Hash32 ticket, long expiresAt) {
    tx.with(PUT_TICKET)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("ticket", ticket.toArray())
        .set("expires", expiresAt)
        .updateOne();
  }

  /// Uses the ticket up; false when it is wrong or over.
  static boolean useTicket(Tx tx, NetworkId network, UserId user, Hash32 ticket, long now) {
    return tx.with(USE_TICKET)
            .set("network", network.toArray())
            .set("user", user.toArray())
            .set("ticket", ticket.toArray())
            .set("now", now)
            .update()
        == 1;
  }
}
