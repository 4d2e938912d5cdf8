package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.core.key.RootKey;
import dev.wardroom.schema.v1.EnvelopeKind;
import dev.wardroom.schema.v1.GetEnvelopesRequest;
import dev.wardroom.schema.v1.PublishStatementRequest;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.VerifiedStatement;
import java.time.Duration;
import java.util.Optional;

/// An owner's approving device renews the network's statement before its 90 days end.
final class StatementRenewal {

  private static final Duration DUE_BEFORE_END = Duration.ofDays(30);

  private final Engine engine;

  StatementRenewal(Engine engine) {
    this.engine = engine;
  }

  void renewIfDue() throws ProtocolException {
    VerifiedStatement newest = engine.statements().newest();
    long now = engine.api().server().clock().millis();
    if (newest.statement().notAfter() - now > DUE_BEFORE_END.toMillis()) {
      return;
    }
    Optional<RootKey> root = engine.identities().root(engine.me());
    if (root.isEmpty()) {
      return;
    }
    try (RootKey open = root.get()) {
      Optional<byte[]> envelope = envelope();
      if (envelope.isPresent()) {
        renew(newest, now, envelope.get(), open);
      }
    }
  }

  private Optional<byte[]> envelope() {
    return engine
        .api()
        .call(Rpcs.GET_ENVELOPES, GetEnvelopesRequest.getDefaultInstance())
        .getEnvelopesList()
        .stream()
        .filter(each -> each.getKind() == EnvelopeKind.ENVELOPE_KIND_NETWORK_KEY)
        .findFirst()
        .map(each -> each.getSealed().toByteArray());
  }

  private void renew(VerifiedStatement newest, long now, byte[] envelope, RootKey root)
      throws ProtocolException {
    Envelope.Owner owner = new Envelope.Owner(engine.me().network(), engine.me().user());
    try (NetworkKey key = Envelope.openNetworkKey(envelope, owner, root)) {
      NetworkStatement before = newest.statement();
      if (!before.ownerKeys().contains(key.publicKey())) {
        return;
      }
      NetworkStatement next =
          new NetworkStatement(
              before.network(),
              before.version() + 1,
              newest.hash(),
              Math.max(now, before.issuedAt()),
              now + WireLimits.STATEMENT_LIFE_MILLIS_MAX,
              before.ownerKeys(),
              before.retention(),
              before.suiteFloor(),
              before.federated());
      byte[] signed = key.sign(next).encode();
      engine
          .api()
          .call(
              Rpcs.PUBLISH_STATEMENT,
              PublishStatementRequest.newBuilder()
                  .setStatementSigned(ByteString.copyFrom(signed))
                  .build());
      Optional<VerifiedStatement> pinned = engine.statements().refresh();
      assert pinned.isPresent();
    }
  }
}
