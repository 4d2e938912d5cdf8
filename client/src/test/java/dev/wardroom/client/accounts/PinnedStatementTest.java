package dev.wardroom.client.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.core.RandomSource;
import dev.wardroom.core.key.NetworkKey;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.VerifiedStatement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a new device takes for the network's statement: a server must not be able to write its own.
class PinnedStatementTest {

  private static final NetworkId NETWORK = NetworkId.of(new byte[16]);
  private final NetworkKey owner = NetworkKey.generate(RandomSource.system());
  private final NetworkKey server = NetworkKey.generate(RandomSource.system());

  private static NetworkStatement statement(List<P521PublicKey> owners, boolean retention) {
    RetentionRule rule =
        new RetentionRule(
            UserId.of(new byte[16]),
            Hash32.ZERO,
            RetentionRule.Scope.ALL,
            RetentionRule.BacklogPolicy.SEND_UNARCHIVED);
    return new NetworkStatement(
        NETWORK,
        1,
        Hash32.ZERO,
        1_000,
        2_000,
        owners,
        retention ? Optional.of(rule) : Optional.empty(),
        Suite.P521,
        List.of());
  }

  @Test
  void whatTheNamedKeySignedIsPinned() throws ProtocolException {
    byte[] signed = owner.sign(statement(List.of(owner.publicKey()), true)).encode();

    VerifiedStatement pinned = Registering.pinned(signed, NETWORK, owner.fingerprint());

    assertThat(pinned.statement().retention()).isPresent();
  }

  @Test
  void aServerThatListsTheNamedKeyBesideItsOwnAndSignsItselfIsNotBelieved() {
    NetworkStatement forged = statement(List.of(owner.publicKey(), server.publicKey()), true);
    byte[] signed = server.sign(forged).encode();

    assertThatThrownBy(() -> Registering.pinned(signed, NETWORK, owner.fingerprint()))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.kind()).isEqualTo(ClientException.Kind.NOT_AUTHENTIC));
  }
}
