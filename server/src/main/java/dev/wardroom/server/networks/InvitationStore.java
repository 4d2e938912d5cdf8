package dev.wardroom.server.networks;

import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;

/// SQL of invitations.
final class InvitationStore {
  private static final byte[] NOBODY = new byte[0];

  private static final Sql INSERT =
      Sql.of(
          """
          insert into invitation (network, invitation, secret_hash, username, name, role, created_by,
            created_at, expires_at)
          values (:network, :invitation, :secret_hash, :username, :name, :role, :created_by, :created_at,
            :expires_at)
          on conflict (secret_hash) do nothing
          """);
  private static final Sql BY_SECRET =
      Sql.of(
          """
          select network, invitation, username, name, role, created_by, created_at, expires_at, used_by,
            revoked_at
          from invitation where secret_hash = :secret_hash
          """);
  private static final Sql PAGE =
      Sql.of(
          """
          select network, invitation, username, name, role, created_by, created_at, expires_at, used_by,
            revoked_at
          from invitation
          where network = :network and invitation > :after and revoked_at is null
            and (:everybody = 1 or created_by = :created_by)
          order by invitation limit :limit
          """);
  private static final Sql USE =
      Sql.of(
          """
          update invitation set used_at = :now, used_by = :used_by
          where network = :network and invitation = :invitation
            and used_at is null and revoked_at is null and expires_at > :now
          """);
  private static final Sql REVOKE =
      Sql.of(
          """
          update invitation set revoked_at = :now
          where network = :network and invitation = :invitation and used_at is null
            and revoked_at is null and (:everybody = 1 or created_by = :created_by)
          """);
  private static final Sql COUNT_OPEN =
      Sql.of(
          """
          select count(*), coalesce(sum(case when created_by = :created_by then 1 else 0 end), 0)
          from invitation
          where network = :network and used_at is null and revoked_at is null and expires_at > :now
          """);
  private static final Sql SWEEP =
      Sql.of(
          """
          delete from invitation where secret_hash in
            (select secret_hash from invitation where expires_at < :before limit :limit)
          """);

  private InvitationStore() {}

  /// False when the secret is already somebody's.
  static boolean insert(Tx tx, Invitation invitation, Hash32 secretHash) {
    return tx.with(INSERT)
            .set("network", invitation.network().toArray())
            .set("invitation", invitation.id().toArray())
            .set("secret_hash", secretHash.toArray())
            .set("username", invitation.username())
            .set("name", invitation.name())
            .set("role", invitation.role().number())
            .set("created_by", invitation.createdBy().map(UserId::toArray).orElse(NOBODY))
            .set("created_at", invitation.createdAt())
            .set("expires_at", invitation.expiresAt())
            .update()
        == 1;
  }

  static Optional<Invitation> bySecret(Tx tx, Hash32 secretHash) {
    return tx.with(BY_SECRET)
        .set("secret_hash", secretHash.toArray())
        .find(InvitationStore::readInvitation);
  }

  /// Those of everybody, or of one creator.
  static List<Invitation> page(
      Tx tx, NetworkId network, byte[] after, Optional<UserId> creator, int limit) {
    return tx.with(PAGE)
        .set("network", network.toArray())
        .set("after", after)
        .set("everybody", creator.isEmpty())
        .set("created_by", creator.map(UserId::toArray).orElse(NOBODY))
        .set("limit", limit)
        .list(InvitationStore::readInvitation);
  }

  /// False when it is used, revoked or ended.
  static boolean use(Tx tx, Invitation invitation, UserId user, long now) {
    return tx.with(USE)
            .set("network", invitation.network().toArray())
            .set("invitation", invitation.id().toArray())
            .set("used_by", user.toArray())
            .set("now", now)
            .update()
        == 1;
  }

  /// False when there is no such unused invitation of this creator (of anybody when absent).
  static boolean revoke(Tx tx, NetworkId network, byte[] id, Optional<UserId> creator, long now) {
    return tx.with(REVOKE)
            .set("network", network.toArray())
            .set("invitation", id)
            .set("everybody", creator.isEmpty())
            .set("created_by", creator.map(UserId::toArray).orElse(NOBODY))
            .set("now", now)
            .update()
        == 1;
  }

  /// Open invitations of the network and, of those, the creator's.
  record Open(long all, long own) {}

  static Open countOpen(Tx tx, NetworkId network, Optional<UserId> creator, long now) {
    return tx.with(COUNT_OPEN)
        .set("network", network.toArray())
        .set("created_by", creator.map(UserId::toArray).orElse(NOBODY))
        .set("now", now)
        .one(row -> new Open(row.number(1), row.number(2)));
  }

  static int sweep(Tx tx, long expiredBefore) {
    return tx.with(SWEEP)
        .set("before", expiredBefore)
        .set("limit", NetworkLimits.SWEEP_MAX)
        .update();
  }

  private static Invitation readInvitation(Row row) {
    byte[] createdBy = row.bytes(6);
    byte[] usedBy = row.bytesOrNull(9);
    return new Invitation(
        NetworkId.of(row.bytes(1)),
        Bytes.wrap(row.bytes(2)),
        row.text(3),
        row.text(4),
        Role.of(row.number(5)),
        createdBy.length == 0 ? Optional.empty() : Optional.of(UserId.of(createdBy)),
        row.number(7),
        row.number(8),
        usedBy == null ? Optional.empty() : Optional.of(UserId.of(usedBy)),
        !row.isNull(10));
  }
}
