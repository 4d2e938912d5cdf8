package dev.wardroom.server.networks;

import dev.wardroom.server.kernel.db.Query;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import java.util.List;
import java.util.Optional;

/// SQL of networks and their policies.
final class NetworkStore {
  private static final Sql INSERT =
      Sql.of(
          """
          insert into network (network, name, created_at, length_min, lower_min, upper_min, digit_min,
            symbol_min, members_invite, account_key_required, devices_max)
          values (:network, :name, :created, :length, :lower, :upper, :digit, :symbol, :members,
            :account_key, :devices)
          """);
  private static final Sql SET_POLICY =
      Sql.of(
          """
          update network set length_min = :length, lower_min = :lower, upper_min = :upper,
            digit_min = :digit, symbol_min = :symbol, members_invite = :members,
            account_key_required = :account_key, devices_max = :devices
          where network = :network
          """);
  private static final Sql FIND =
      Sql.of(
          """
          select network, name, created_at, length_min, lower_min, upper_min, digit_min, symbol_min,
            members_invite, account_key_required, devices_max
          from network where network = :network
          """);
  private static final Sql ALL =
      Sql.of(
          """
          select network, name, created_at, length_min, lower_min, upper_min, digit_min, symbol_min,
            members_invite, account_key_required, devices_max
          from network order by created_at, network limit :limit
          """);
  private static final Sql COUNT = Sql.of("select count(*) from network");

  private NetworkStore() {}

  static void insert(Tx tx, Network network) {
    Query insert =
        tx.with(INSERT)
            .set("network", network.id().toArray())
            .set("name", network.name())
            .set("created", network.createdAt());
    policy(insert, network.policy()).updateOne();
  }

  static void setPolicy(Tx tx, NetworkId network, NetworkPolicy policy) {
    policy(tx.with(SET_POLICY).set("network", network.toArray()), policy).updateOne();
  }

  static Optional<Network> find(Tx tx, NetworkId network) {
    return tx.with(FIND).set("network", network.toArray()).find(NetworkStore::readNetwork);
  }

  static List<Network> all(Tx tx) {
    return tx.with(ALL).set("limit", NetworkLimits.NETWORKS_MAX).list(NetworkStore::readNetwork);
  }

  static long count(Tx tx) {
    return tx.with(COUNT).one(row -> row.number(1));
  }

  private static Query policy(Query query, NetworkPolicy policy) {
    return query
        .set("length", policy.passwords().lengthMin())
        .set("lower", policy.passwords().lowerMin())
        .set("upper", policy.passwords().upperMin())
        .set("digit", policy.passwords().digitMin())
        .set("symbol", policy.passwords().symbolMin())
        .set("members", policy.membersInvite())
        .set("account_key", policy.accountKeyRequired())
        .set("devices", policy.devicesMax());
  }

  private static Network readNetwork(Row row) {
    NetworkPolicy.PasswordRules passwords =
        new NetworkPolicy.PasswordRules(
            row.count(4), row.count(5), row.count(6), row.count(7), row.count(8));
    return new Network(
        NetworkId.of(row.bytes(1)),
        row.text(2),
        row.number(3),
        new NetworkPolicy(passwords, row.flag(9), row.flag(10), row.count(11)));
  }
}
