package dev.wardroom.server.accounts.secrets;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Envelope;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;

/// SQL of credentials and envelopes.
public final class CredentialStore {
  private static final Sql PUT =
      Sql.of(
          """
          insert into credential (network, user_id, client_salt, memory_kib, passes, lanes,
            verifier_salt, verifier, changed_at)
          values (:network, :user, :client_salt, :memory, :passes, :lanes, :verifier_salt, :verifier,
            :now)
          on conflict (network, user_id) do update set client_salt = excluded.client_salt,
            memory_kib = excluded.memory_kib, passes = excluded.passes, lanes = excluded.lanes,
            verifier_salt = excluded.verifier_salt, verifier = excluded.verifier,
            changed_at = excluded.changed_at
          """);
  private static final Sql FIND =
      Sql.of(
          """
          select client_salt, memory_kib, passes, lanes, verifier_salt, verifier from credential
          where network = :network and user_id = :user
          """);
  private static final Sql PUT_ENVELOPE =
      Sql.of(
          """
          insert into envelope (network, user_id, kind, sealed, changed_at)
          values (:network, :user, :kind, :sealed, :now)
          on conflict (network, user_id, kind)
            do update set sealed = excluded.sealed, changed_at = excluded.changed_at
          """);
  private static final Sql ENVELOPES =
      Sql.of(
          """
          select kind, sealed from envelope where network = :network and user_id = :user
          order by kind limit 8
          """);

  private CredentialStore() {}

  public static void put(Tx tx, NetworkId network, UserId user, Credential credential, long now) {
    tx.with(PUT)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("client_salt", credential.clientSalt())
        .set("memory", credential.memoryKib())
        .set("passes", credential.passes())
        .set("lanes", credential.lanes())
        .set("verifier_salt", credential.verifierSalt())
        .set("verifier", credential.verifier())
        .set("now", now)
        .updateOne();
  }

  public static Optional<Credential> find(Tx tx, NetworkId network, UserId user) {
    return tx.with(FIND)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .find(CredentialStore::readCredential);
  }

  public static void putEnvelope(
      Tx tx, NetworkId network, UserId user, Envelope envelope, long now) {
    tx.with(PUT_ENVELOPE)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("kind", envelope.getKindValue())
        .set("sealed", envelope.getSealed().toByteArray())
        .set("now", now)
        .updateOne();
  }

  public static List<Envelope> envelopes(Tx tx, NetworkId network, UserId user) {
    return tx.with(ENVELOPES)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .list(row ->
            Envelope.newBuilder()
                .setKindValue(row.count(1))
                .setSealed(ByteString.copyFrom(row.bytes(2)))
                .build());
  }

  private static Credential readCredential(Row row) {
    return new Credential(
        row.bytes(1), row.count(2), row.count(3), row.count(4), row.bytes(5), row.bytes(6));
  }
}
