package dev.wardroom.server.accounts.secrets;

import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;

/// SQL of the server's own keys.
final class ServerSecretStore {
  private static final Sql KEEP =
      Sql.of(
          """
          insert into server_secret (name, value) values (:name, :value)
          on conflict (name) do nothing
          """);
  private static final Sql READ = Sql.of("select value from server_secret where name = :name");

  private ServerSecretStore() {}

  /// Keeps the fresh value unless there is one, and answers the one that is there.
  static byte[] keepOrRead(Tx tx, String name, byte[] fresh) {
    tx.with(KEEP).set("name", name).set("value", fresh).update();
    return tx.with(READ).set("name", name).one(row -> row.bytes(1));
  }
}
