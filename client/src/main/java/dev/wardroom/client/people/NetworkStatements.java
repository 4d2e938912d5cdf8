package dev.wardroom.client.people;

import com.google.protobuf.ByteString;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.StoreFailure;
import dev.wardroom.client.store.Tx;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The chain of network statements that this home has verified; the newest one is the pin.
/// Thread-safe.
public final class NetworkStatements implements Statements {

  private final Local local;
  private final DeviceApi api;
  private final ConcurrentHashMap<Hash32, VerifiedStatement> byHash = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable VerifiedStatement> newest = new AtomicReference<>();

  public NetworkStatements(Local local, DeviceApi api) {
    this.local = local;
    this.api = api;
    List<byte[]> saved =
        local
            .db()
            .tx(tx ->
                tx.list(
                    "select signed from statement order by version limit 10000",
                    row -> row.bytes("signed")));
    for (byte[] signed : saved) {
      remember(own(signed));
    }
  }

  public VerifiedStatement newest() {
    VerifiedStatement pinned = newest.get();
    if (pinned == null) {
      throw new StoreFailure("no network statement in the home folder");
    }
    return pinned;
  }

  @Override
  public Optional<VerifiedStatement> byHash(Hash32 hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  /// Fetches newer statements and moves the pin.
  ///
  /// @return the statement before, when there is a newer one now
  /// @throws ProtocolException when one does not hold; the pin stays
  public Optional<VerifiedStatement> refresh() throws ProtocolException {
    VerifiedStatement before = newest();
    GetStatementsResponse response =
        api.call(
            Rpcs.GET_STATEMENTS,
            GetStatementsRequest.newBuilder()
                .setFromVersion(before.statement().version() + 1)
                .build());
    List<VerifiedStatement> verified = new ArrayList<>();
    VerifiedStatement last = before;
    for (ByteString signed : response.getStatementsSignedList()) {
      last = last.next(signed.toByteArray());
      verified.add(last);
    }
    if (last.statement().version() == before.statement().version()) {
      return Optional.empty();
    }
    local.db().write(tx -> verified.forEach(statement -> save(tx, statement)));
    verified.forEach(this::remember);
    return Optional.of(before);
  }

  /// Saves a statement that was verified, or signed, by this program.
  public static void save(Tx tx, VerifiedStatement statement) {
    tx.update(
        "insert into statement (version, signed) values (?, ?) on conflict (version) do nothing",
        statement.statement().version(),
        statement.signed().encode());
  }

  /// After [#save] outside of this object.
  public void remember(VerifiedStatement statement) {
    byHash.put(statement.hash(), statement);
    newest.accumulateAndGet(
        statement,
        (one, other) ->
            one == null
                    || (other != null && other.statement().version() > one.statement().version())
                ? other
                : one);
  }

  private static VerifiedStatement own(byte[] signed) {
    try {
      return VerifiedStatement.fromOwnStore(signed);
    } catch (ProtocolException e) {
      throw new StoreFailure("a network statement in the home folder is damaged", e);
    }
  }
}
